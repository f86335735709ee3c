package dev.ferry.core.link.internal;

import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.protocol.Coding;
import dev.ferry.core.protocol.crypto.ProtocolVersions;
import dev.ferry.core.protocol.wire.Ready;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.PeerText;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What this device brings to every greeting. */
record Local(DeviceIdentity identity, TrustStore trust, Throwaways throwaways, SecureRandom random) {
    /** Version 1 is the only one there is. */
    static final ProtocolVersions VERSIONS = ProtocolVersions.of(1);
    private static final Capabilities CAPABILITIES = new Capabilities(Set.of("copy", "resume", Coding.DEFLATE_CAPABILITY));
    private static final Pattern CAPABILITY = Pattern.compile("[a-z0-9-]{1,32}");
    private static final int MAX_CAPABILITIES = 64;
    private static final int MAX_LABEL = 64;

    Local {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(throwaways, "throwaways");
        Objects.requireNonNull(random, "random");
    }

    Ready ready(String label) {
        return Ready.newBuilder().setLabel(label).addAllCapabilities(CAPABILITIES.names()).setKind(identity.kind().ordinal() + 1).build();
    }

    /** What both can do; what this version does not know is ignored. */
    static Capabilities common(Ready peer) {
        List<String> names = peer.getCapabilitiesList();
        return CAPABILITIES.intersect(new Capabilities(names.stream().limit(MAX_CAPABILITIES)
                .filter(name -> CAPABILITY.matcher(name).matches()).collect(Collectors.toUnmodifiableSet())));
    }

    /** On the wire one more than its number, so that none is 0; what this version does not know is none. */
    static Optional<DeviceKind> kind(Ready peer) {
        DeviceKind[] kinds = DeviceKind.values();
        int number = peer.getKind() - 1;
        return number >= 0 && number < kinds.length ? Optional.of(kinds[number]) : Optional.empty();
    }

    static String label(Ready peer) {
        return PeerText.escape(peer.getLabel(), MAX_LABEL);
    }
}
