package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.transfer.internal.names.NameRules;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import dev.ferry.model.DeviceId;
import java.nio.file.Path;

/** Where files of a trusted device go. */
final class Destination {
    private Destination() { }

    /** The inbox's folder of that device: its name, made harmless, and told apart from another device of the same name. */
    static Path of(Path inbox, TrustStore trust, DeviceId device) {
        String name = trust.pair(device).map(Pair::name).orElse("");
        boolean alone = trust.pairs().stream().filter(pair -> pair.name().equalsIgnoreCase(name)).count() == 1;
        String harmless = NameRules.judge(name.replace('/', '_').replace('\\', '_')) instanceof NameVerdict.Usable usable ? usable.path().toString() : "";
        return inbox.resolve(harmless.isEmpty() ? device.display() : alone ? harmless : harmless + " " + device.display());
    }
}
