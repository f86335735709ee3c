package dev.ferry.discovery.bluetooth.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** One fake for all contract tests of this process; it ends with it. */
final class Room {
    private static FakeBluez bluez;

    private Room() { }

    static synchronized FakeBluez bluez() {
        assumeTrue(FakeBluez.isInstalled(), "dbus-daemon, python3-dbus or python3-gi is not installed");
        if (bluez == null) {
            bluez = new FakeBluez(2);
            Runtime.getRuntime().addShutdownHook(new Thread(bluez::close));
        }
        return bluez;
    }
}
