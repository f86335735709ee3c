package dev.ferry.core.resolver.internal.suggest;

import dev.ferry.api.DeviceView;
import dev.ferry.api.ShareTarget.Auto;
import dev.ferry.api.SuggestedTarget;
import dev.ferry.core.resolver.internal.suggest.Habits.Habit;
import dev.ferry.core.resolver.internal.suggest.Scoring.Score;
import dev.ferry.core.store.Store;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.DeviceRelationship.Unknown;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Chooses among the devices that are there. Any thread. */
public final class Suggestions {
    static final double THRESHOLD = 0.3;
    static final int MOST = 10;

    private final Supplier<List<DeviceView>> devices;
    private final Habits habits;
    private final InstantSource clock;

    /** @param devices in an order that is the same for the same devices: of two that fit equally the first comes first */
    public Suggestions(Supplier<List<DeviceView>> devices, Store store, InstantSource clock) {
        this.devices = devices;
        this.habits = new Habits(store);
        this.clock = clock;
    }

    /** One that was looked at: with the score, or with the words why it is out of the question. */
    private record Looked(DeviceView device, Optional<SuggestedTarget> suggested, String rejection) { }

    /** The device of an automatic choice; {@code why} names it and continues a sentence. */
    public record Chosen(DeviceView device, String why) { }

    /** Strangers too: a person reads this. */
    public List<SuggestedTarget> suggest(FileFacts files, Auto how) {
        return best(looked(files, how, false)).stream().limit(MOST).toList();
    }

    /**
     * Paired devices alone: nobody may be asked.
     *
     * @throws FerryException none will do; the problem says why, of each
     */
    public Chosen choose(FileFacts files, Auto how) throws FerryException {
        List<Looked> all = looked(files, how, true);
        List<SuggestedTarget> best = best(all);
        if (best.isEmpty()) {
            List<String> rejected = all.stream().map(l -> l.device().name() + ": " + l.rejection()).toList();
            throw new FerryException(new Problem.NoSuitableTargets(rejected, rejected.isEmpty()
                    ? "No device is paired, so none can be chosen. Pair one with ferry pair, or name the receiver."
                    : "No paired device can be chosen: " + String.join("; ", rejected) + ". Start Ferry on one of them, or name the receiver."));
        }
        SuggestedTarget first = best.get(0);
        int others = best.size() - 1;
        return new Chosen(first.device(), "automatic choice (" + how.preference().name().toLowerCase(Locale.ROOT).replace('_', ' ') + "): " + String.join("; ", first.reasons())
                + "; " + others + " other" + (others == 1 ? "" : "s") + " would do");
    }

    /** Files of this sort have arrived at a paired device, whole. */
    public void sent(DeviceId device, FileType type) {
        habits.sent(device, type, clock.instant());
    }

    /** It is not paired any more. */
    public void forget(DeviceId device) {
        habits.forget(device);
    }

    private static List<SuggestedTarget> best(List<Looked> looked) {
        // A stable sort: equal ones stay in the order of the list of devices.
        return looked.stream().flatMap(l -> l.suggested().stream()).sorted(Comparator.comparingDouble(SuggestedTarget::score).reversed()).toList();
    }

    private List<Looked> looked(FileFacts files, Auto how, boolean pairedOnly) {
        Scoring scoring = new Scoring(files, how.preference(), clock.instant());
        List<Looked> looked = new ArrayList<>();
        for (DeviceView device : devices.get()) {
            Optional<String> unsuitable = unsuitable(device, how, pairedOnly);
            if (unsuitable.isPresent()) {
                looked.add(new Looked(device, Optional.empty(), unsuitable.get()));
                continue;
            }
            Map<FileType, Habit> before = device.relationship() instanceof Paired paired ? habits.of(paired.id()) : Map.of();
            Score score = scoring.of(device, before);
            looked.add(new Looked(device, passes(score.value()) ? Optional.of(new SuggestedTarget(device, score.value(), score.reasons())) : Optional.empty(),
                    "fits too little (" + String.join("; ", score.reasons()) + ")"));
        }
        return looked;
    }

    /** Not what is no number either. */
    static boolean passes(double score) {
        return score > THRESHOLD;
    }

    private static Optional<String> unsuitable(DeviceView device, Auto how, boolean pairedOnly) {
        if (device.relationship() instanceof Blocked blocked) {
            return Optional.of("blocked (" + blocked.reason() + ")");
        }
        if (device.relationship() instanceof Paired paired && paired.status() instanceof ConnectionStatus.Offline) {
            return Optional.of("neither connected nor seen");
        }
        if (pairedOnly && !(device.relationship() instanceof Paired)) {
            return Optional.of("not paired");
        }
        if (device.relationship() instanceof Unknown && !device.warnings().isEmpty()) {
            return Optional.of("its name looks like that of a paired device");
        }
        return how.filter().mismatch(device);
    }
}
