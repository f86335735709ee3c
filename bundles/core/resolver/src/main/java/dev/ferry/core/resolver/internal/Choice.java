package dev.ferry.core.resolver.internal;

import dev.ferry.api.DeviceView;
import dev.ferry.api.ShareTarget.Auto;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.TrustLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Picks one paired device that is there; the same inputs give the same answer. */
final class Choice {
    private final Directory directory;

    Choice(Directory directory) {
        this.directory = directory;
    }

    /** @param why continues "found by" */
    record Chosen(DeviceView view, String why) { }

    Chosen choose(Auto auto) throws FerryException {
        List<DeviceView> suitable = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        for (DeviceView view : directory.listed()) {
            Optional<String> reason = unsuitable(view, auto);
            reason.ifPresentOrElse(r -> rejected.add(view.name() + ": " + r), () -> suitable.add(view));
        }
        if (suitable.isEmpty()) {
            throw new FerryException(new Problem.NoSuitableTargets(rejected, rejected.isEmpty()
                    ? "No device is paired, so none can be chosen. Pair one with ferry pair, or name the receiver."
                    : "No paired device can be chosen: " + String.join("; ", rejected) + ". Start Ferry on one of them, or name the receiver."));
        }
        suitable.sort(order(auto.preference()));
        DeviceView best = suitable.get(0);
        return new Chosen(best, "automatic choice (" + auto.preference().name().toLowerCase(Locale.ROOT).replace('_', ' ') + "): " + reasons(best)
                + "; " + (suitable.size() - 1) + " other" + (suitable.size() == 2 ? "" : "s") + " would do");
    }

    private static Optional<String> unsuitable(DeviceView view, Auto auto) {
        if (view.relationship() instanceof Blocked blocked) {
            return Optional.of("blocked (" + blocked.reason() + ")");
        }
        if (!(view.relationship() instanceof Paired paired)) {
            return Optional.of("not paired");
        }
        if (paired.status() instanceof ConnectionStatus.Offline) {
            return Optional.of("neither connected nor seen");
        }
        TreeSet<String> missing = new TreeSet<>(auto.capabilities());
        missing.removeAll(paired.capabilities().names());
        return missing.isEmpty() ? Optional.empty() : Optional.of("not known to support " + String.join(", ", missing));
    }

    private static Comparator<DeviceView> order(Auto.Preference preference) {
        Comparator<DeviceView> connected = Comparator.comparing(v -> !isConnected(v));
        Comparator<DeviceView> nearest = Comparator.comparing(Choice::proximity);
        Comparator<DeviceView> trusted = Comparator.comparing(v -> ((Paired) v.relationship()).trust() != TrustLevel.TRUSTED);
        Comparator<DeviceView> recent = Comparator.comparing((DeviceView v) -> v.lastSeen().orElse(Instant.EPOCH)).reversed();
        Comparator<DeviceView> first = switch (preference) {
            case BEST -> trusted.thenComparing(connected).thenComparing(nearest).thenComparing(recent);
            case NEAREST -> nearest.thenComparing(connected).thenComparing(trusted).thenComparing(recent);
            case FASTEST -> connected.thenComparing(nearest).thenComparing(trusted).thenComparing(recent);
            case MOST_RECENT -> recent.thenComparing(connected).thenComparing(nearest).thenComparing(trusted);
        };
        return first.thenComparing(v -> Names.folded(v.name())).thenComparing(DeviceView::key);
    }

    private static boolean isConnected(DeviceView view) {
        return ((Paired) view.relationship()).status() instanceof ConnectionStatus.Connected;
    }

    private static Proximity proximity(DeviceView view) {
        if (((Paired) view.relationship()).status() instanceof ConnectionStatus.Connected connected) {
            return connected.route().proximity();
        }
        return view.routes().stream().map(r -> r.route().proximity()).min(Comparator.naturalOrder()).orElse(Proximity.INTERNET);
    }

    private static String reasons(DeviceView view) {
        return (isConnected(view) ? "connected" : "seen") + ", " + proximity(view).name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", "
                + ((Paired) view.relationship()).trust().name().toLowerCase(Locale.ROOT);
    }
}
