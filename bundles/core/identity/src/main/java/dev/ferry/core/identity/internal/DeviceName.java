package dev.ferry.core.identity.internal;

import dev.ferry.model.PeerText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this device is called where nobody configured a name: its host name, read without asking any resolver. */
final class DeviceName {
    private static final int MOST = 64;

    private DeviceName() { }

    static String of(String configured) {
        return PeerText.escape(configured.isBlank() ? host() : configured.strip(), MOST);
    }

    private static String host() {
        try {
            String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return host.isEmpty() ? "ferry" : host;
        } catch (IOException e) {
            return "ferry";
        }
    }
}
