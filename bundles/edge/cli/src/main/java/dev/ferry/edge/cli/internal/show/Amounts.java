package dev.ferry.edge.cli.internal.show;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes, rates and times as people write and read them. Binary units are written with an i; without it k, M, G are decimal. */
public final class Amounts {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final Pattern RATE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*([kmgt]?)(i?)(?:b(?:/s)?)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

    private Amounts() { }

    public static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, amount < 10 ? "%.2f %s" : amount < 100 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
    }

    public static String rate(long bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    public static String time(long seconds) {
        return seconds < 60 ? seconds + " s" : seconds < 3600 ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
    }

    /** Until when, as the clock on the wall shows it. */
    public static String clock(String instant) {
        return DateTimeFormatter.ofPattern("HH:mm:ss").format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    }

    /** A day, as people of all countries read it. */
    public static String day(String instant) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    }

    /** A moment that may be another day's. */
    public static String moment(String instant) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    }

    /** {@code 2030-01-01T12:00}, by this machine's time zone, or with a zone of its own: {@code 2030-01-01T12:00+02:00}, {@code …Z}. */
    public static Optional<Instant> parseMoment(String text, ZoneId here) {
        try {
            TemporalAccessor read = DateTimeFormatter.ISO_DATE_TIME.parseBest(text.strip(), ZonedDateTime::from, LocalDateTime::from);
            return Optional.of(read instanceof ZonedDateTime zoned ? zoned.toInstant() : LocalDateTime.from(read).atZone(here).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Folders count too. */
    public static String files(long files) {
        return files == 1 ? "1 file" : files + " files and folders";
    }

    /** {@code 10M}, {@code 1.5MiB/s}, {@code 500k}: bytes a second. */
    public static OptionalLong parseRate(String text) {
        Matcher m = RATE.matcher(text.strip());
        if (!m.matches()) {
            return OptionalLong.empty();
        }
        int power = " kmgt".indexOf(m.group(2).isEmpty() ? ' ' : Character.toLowerCase(m.group(2).charAt(0)));
        BigDecimal unit = BigDecimal.valueOf(m.group(3).isEmpty() ? 1000 : 1024).pow(power);
        long rate = new BigDecimal(m.group(1)).multiply(unit).setScale(0, RoundingMode.HALF_UP).longValue();
        return rate > 0 ? OptionalLong.of(rate) : OptionalLong.empty();
    }

    /** A rate, or {@code none}, which is 0. */
    public static OptionalLong parseLimit(String text) {
        return text.strip().equalsIgnoreCase("none") ? OptionalLong.of(0) : parseRate(text);
    }

    /** {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}, {@code 500ms}; a bare number is seconds. */
    public static Optional<Duration> parseTime(String text) {
        Matcher m = TIME.matcher(text.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(m.group(1));
        Duration time = switch (m.group(2) == null ? "s" : m.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofSeconds(amount);
        };
        return time.isZero() ? Optional.empty() : Optional.of(time);
    }
}
