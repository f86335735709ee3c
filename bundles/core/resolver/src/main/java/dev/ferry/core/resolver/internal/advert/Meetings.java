package dev.ferry.core.resolver.internal.advert;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.protocol.crypto.Hmac;
import dev.ferry.core.protocol.crypto.PairKeys;
import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.model.DeviceId;
import dev.ferry.spi.discovery.Rendezvous.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The secrets under which paired devices meet in public places: {@code PROTOCOL.md}, section "Rendezvous". One for each pair and direction, so that two devices never write in
 * one place. {@link dev.ferry.core.protocol.crypto.Ticket#meeting} has those of tickets.
 */
public final class Meetings {
    private static final byte[] LABEL = "ferry-rendezvous-v1".getBytes(StandardCharsets.US_ASCII);

    private final DeviceId self;
    private final TrustStore trust;

    public Meetings(DeviceId self, TrustStore trust) {
        this.self = self;
        this.trust = trust;
    }

    /** The secrets of the pairs that may find this device, or may be looked for. */
    public Secrets ofPairs(Predicate<Pair> mayFind, Predicate<Pair> maySeek) {
        List<byte[]> announced = new ArrayList<>();
        List<byte[]> sought = new ArrayList<>();
        try {
            for (Pair pair : trust.pairs()) {
                if (mayFind.test(pair)) {
                    secret(pair, self).ifPresent(announced::add);
                }
                if (maySeek.test(pair)) {
                    secret(pair, pair.id()).ifPresent(sought::add);
                }
            }
            return new Secrets(announced, sought);
        } finally {
            announced.forEach(Wipe::bytes);
            sought.forEach(Wipe::bytes);
        }
    }

    private Optional<byte[]> secret(Pair pair, DeviceId announcer) {
        return trust.withSecret(pair.id(), shared -> {
            try (PairKeys keys = PairKeys.of(shared)) {
                byte[] discovery = keys.discovery();
                try {
                    return Hmac.sha256(discovery, LABEL, announcer.bytes());
                } finally {
                    Wipe.bytes(discovery);
                }
            }
        });
    }
}
