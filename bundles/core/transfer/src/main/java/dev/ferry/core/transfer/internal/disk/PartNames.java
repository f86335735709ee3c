package dev.ferry.core.transfer.internal.disk;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of what is unfinished: {@code .<random>-<process>.ferry.part} for a staging directory. The process part tells our own live ones from those of a
 * dead process without opening anything. {@code names.SensitiveNames} keeps peers from using this form.
 */
public final class PartNames {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern STAGING = Pattern.compile("\\.[0-9a-f]{16}-([0-9a-f]{16})\\.ferry\\.part");
    private static final Pattern INNER = Pattern.compile("[0-9a-z]{1,13}\\.ferry\\.part");

    private static final int KEYED_LENGTH = "1y2p0ij32e8e8.ferry.part".length();

    /** Process id and start time: containers start with the same id again and again. */
    private static final String PROCESS = "%016x".formatted(mix(ProcessHandle.current().pid()
            ^ ProcessHandle.current().info().startInstant().map(start -> start.toEpochMilli() << 22).orElseGet(RANDOM::nextLong)));

    private PartNames() {
    }

    public static String newStaging() {
        return ".%016x-%s.ferry.part".formatted(RANDOM.nextLong(), PROCESS);
    }

    public static boolean isStaging(String name) {
        return STAGING.matcher(name).matches();
    }

    public static boolean isOfThisProcess(String staging) {
        return Optional.of(STAGING.matcher(staging)).filter(Matcher::matches).filter(m -> m.group(1).equals(PROCESS)).isPresent();
    }

    /** Of a file or directory inside a staging directory. */
    public static String inner(long number) {
        return Long.toString(number, 36) + ".ferry.part";
    }

    /** Of the part of what has that key in its transfer: it is found again by its name. The key's top bit is set, which keeps it apart from numbers. */
    public static String keyed(long key) {
        return Long.toUnsignedString(key, 36) + ".ferry.part";
    }

    /** Empty: it is no part that can be found again. */
    public static Optional<Long> key(String inner) {
        if (!isInner(inner) || inner.length() != KEYED_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseUnsignedLong(inner.substring(0, inner.indexOf('.')), 36));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public static boolean isInner(String name) {
        return INNER.matcher(name).matches();
    }

    private static long mix(long h) {
        long mixed = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        return mixed ^ mixed >>> 29;
    }
}
