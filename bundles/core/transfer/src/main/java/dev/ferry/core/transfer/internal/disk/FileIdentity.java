package dev.ferry.core.transfer.internal.disk;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Which file it is, whatever its name: device and inode.
 *
 * @param key in the JDK's words, {@code (dev=fe00,ino=12)}: the only form in which it can be kept outside memory
 */
public record FileIdentity(String key) {
    public FileIdentity {
        Objects.requireNonNull(key, "key");
    }

    public static FileIdentity of(BasicFileAttributes attributes) {
        return new FileIdentity(attributes.fileKey().toString());
    }

    /** The device's part of it; another form is a device of its own, which is safe. */
    public String device() {
        int comma = key.indexOf(',');
        return comma < 0 ? key : key.substring(0, comma);
    }
}
