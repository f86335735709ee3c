package dev.ferry.core.resolver.internal.suggest;

import dev.ferry.api.DeviceView;
import dev.ferry.api.ShareTarget.Auto.Preference;
import dev.ferry.core.resolver.internal.suggest.Habits.Habit;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.DeviceRelationship.Unknown;
import dev.ferry.model.Proximity;
import dev.ferry.model.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How well a device suits these files, as a number and in words. The same inputs give the same answer. */
final class Scoring {
    /** Of a few times, so that the second says more than the tenth. */
    private static final double SETTLED = 2;
    private static final double SAME_SORT = 0.7;
    private static final double WITHIN_A_DAY = 1;

    private final FileFacts files;
    private final Preference preference;
    private final Instant now;

    Scoring(FileFacts files, Preference preference, Instant now) {
        this.files = files;
        this.preference = preference;
        this.now = now;
    }

    /**
     * A device's score.
     *
     * @param value   0 to 1, in hundredths: what is shown is what is compared
     * @param reasons never empty
     */
    record Score(double value, List<String> reasons) { }

    Score of(DeviceView device, Map<FileType, Habit> habits) {
        Weights weights = Weights.of(preference);
        List<Proximity> ways = ways(device);
        Proximity nearest = ways.stream().min(Comparator.naturalOrder()).orElse(Proximity.INTERNET);
        double speed = ways.stream().mapToDouble(this::speed).max().orElse(0);
        List<String> reasons = new ArrayList<>();
        reasons.add(trustWords(device));
        reasons.add(presenceWords(device) + ", " + nearWords(nearest));
        habitWords(habits).ifPresent(reasons::add);
        double sum = weights.trust() * trust(device) + weights.presence() * presence(device) + weights.nearness() * near(nearest) + weights.speed() * speed
                + weights.habit() * habit(habits);
        if (files.large() && speed < speedOf(Proximity.LAN)) {
            reasons.add("a slow way for so much");
        }
        if (files.sensitive().isPresent() && discretion(device) < 1) {
            reasons.add("less suitable, because " + files.sensitive().get() + " looks like a key or passwords");
            sum *= discretion(device);
        }
        return new Score(inHundredths(sum), List.copyOf(reasons));
    }

    /** What is no number is nothing. */
    static double inHundredths(double value) {
        return Double.isNaN(value) ? 0 : Math.round(Math.max(0, Math.min(1, value)) * 100) / 100.0;
    }

    private static Optional<TrustLevel> level(DeviceView device) {
        return device.relationship() instanceof Paired paired ? Optional.of(paired.trust()) : Optional.empty();
    }

    private static double trust(DeviceView device) {
        return level(device).map(l -> switch (l) {
            case TRUSTED -> 1.0;
            case VERIFIED -> 0.75;
            case UNVERIFIED -> 0.3;
        }).orElse(0.1);
    }

    /** How much of the score is left where the files are nobody else's business. */
    private static double discretion(DeviceView device) {
        return level(device).map(l -> switch (l) {
            case TRUSTED -> 1.0;
            case VERIFIED -> 0.7;
            case UNVERIFIED -> 0.5;
        }).orElse(0.5);
    }

    private static String trustWords(DeviceView device) {
        return level(device).map(l -> switch (l) {
            case TRUSTED -> "trusted";
            case VERIFIED -> "paired";
            case UNVERIFIED -> "paired, but to be confirmed again";
        }).orElse("not paired: somebody there must accept");
    }

    private static Optional<ConnectionStatus> status(DeviceView device) {
        return device.relationship() instanceof Paired paired ? Optional.of(paired.status()) : Optional.empty();
    }

    private static double presence(DeviceView device) {
        return status(device).map(s -> s instanceof ConnectionStatus.Connected ? 1.0 : 0.6).orElseGet(() -> isOnlyAnAddress(device) ? 0.3 : 0.6);
    }

    private static String presenceWords(DeviceView device) {
        return status(device).map(s -> s instanceof ConnectionStatus.Connected ? "connected" : s instanceof ConnectionStatus.Connecting ? "being connected" : "seen")
                .orElseGet(() -> isOnlyAnAddress(device) ? "known by its address" : "seen");
    }

    private static boolean isOnlyAnAddress(DeviceView device) {
        return device.relationship() instanceof Unknown unknown && unknown.advert().isEmpty();
    }

    /** An open link is the way; else every way that is seen. */
    private static List<Proximity> ways(DeviceView device) {
        return status(device).filter(ConnectionStatus.Connected.class::isInstance).map(s -> Stream.of(((ConnectionStatus.Connected) s).route()))
                .orElseGet(() -> device.routes().stream().map(DeviceView.SeenRoute::route)).map(r -> r.proximity()).toList();
    }

    private static double near(Proximity proximity) {
        return switch (proximity) {
            case SAME_HOST -> 1;
            case BLUETOOTH -> 0.9;
            case LAN -> 0.8;
            case INTERNET -> 0.2;
        };
    }

    private static String nearWords(Proximity proximity) {
        return switch (proximity) {
            case SAME_HOST -> "on this machine";
            case BLUETOOTH -> "within a few metres";
            case LAN -> "on this network";
            case INTERNET -> "over the internet";
        };
    }

    private double speed(Proximity proximity) {
        return files.large() && proximity != Proximity.SAME_HOST && proximity != Proximity.LAN ? speedOf(proximity) / 3 : speedOf(proximity);
    }

    private static double speedOf(Proximity proximity) {
        return switch (proximity) {
            case SAME_HOST -> 1;
            case LAN -> 0.9;
            case INTERNET -> 0.4;
            case BLUETOOTH -> 0.1;
        };
    }

    private double habit(Map<FileType, Habit> habits) {
        if (preference == Preference.MOST_RECENT) {
            return last(habits).map(l -> WITHIN_A_DAY / (WITHIN_A_DAY + days(l))).orElse(0.0);
        }
        double all = habits.values().stream().mapToDouble(h -> h.weightAt(now)).sum();
        if (files.files() == 0) {
            return settled(all);
        }
        double same = Optional.ofNullable(habits.get(files.type())).map(h -> h.weightAt(now)).orElse(0.0);
        return SAME_SORT * settled(same) + (1 - SAME_SORT) * settled(all);
    }

    private static double settled(double weight) {
        return weight / (weight + SETTLED);
    }

    private static Optional<Instant> last(Map<FileType, Habit> habits) {
        return habits.values().stream().map(Habit::last).max(Comparator.naturalOrder());
    }

    private double days(Instant last) {
        return Math.max(0, Duration.between(last, now).toMillis() / (double) Duration.ofDays(1).toMillis());
    }

    private Optional<String> habitWords(Map<FileType, Habit> habits) {
        return Optional.ofNullable(files.files() == 0 ? null : habits.get(files.type())).map(h -> "was sent " + files.type().words() + " " + times(h.times()) + ", last " + ago(h.last()))
                .or(() -> last(habits).map(l -> (files.files() == 0 ? "was sent files before, last " : "was sent other files before, last ") + ago(l)));
    }

    private static String times(long times) {
        return times == 1 ? "once" : times == 2 ? "twice" : times + " times";
    }

    private String ago(Instant last) {
        long days = (long) days(last);
        return days == 0 ? "within a day" : days == 1 ? "a day ago" : days + " days ago";
    }
}
