package dev.ferry.core.transfer.internal.disk;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Which file it is, whatever its name: device and inode. */
public record FileIdentity(Object key) {
    public FileIdentity {
        Objects.requireNonNull(key, "key");
    }

    public static FileIdentity of(BasicFileAttributes attributes) {
        return new FileIdentity(attributes.fileKey());
    }

    /** The device's part of it. The JDK shows it only in the text form {@code (dev=fe00,ino=12)}; another form is a device of its own, which is safe. */
    public String device() {
        String text = key.toString();
        int comma = text.indexOf(',');
        return comma < 0 ? text : text.substring(0, comma);
    }
}
