package dev.ferry.core.resolver.internal.advert;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.protocol.crypto.Hmac;
import dev.ferry.core.protocol.crypto.PairKeys;
import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.model.DeviceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes and recognises the tags of pairs. Keeps two keys a pair, good for discovery alone, because a flood of adverts must not cost key derivations; they are wiped when the
 * trust store changes and at the end. Any thread.
 */
public final class Recognition implements AutoCloseable {
    private static final byte[] LABEL = "ferry-advert-tag-v1".getBytes(StandardCharsets.US_ASCII);

    /** {@code mine} makes the tags that this device shows to the pair, {@code theirs} the ones by which it knows the pair. */
    private record Keys(Pair pair, byte[] mine, byte[] theirs) { }

    private final DeviceId self;
    private final TrustStore trust;
    private List<Keys> keys = List.of();
    private boolean closed;

    public Recognition(DeviceId self, TrustStore trust) {
        this.self = self;
        this.trust = trust;
        refresh();
    }

    /** Takes over what the trust store says now. */
    public void refresh() {
        List<Keys> fresh = trust.pairs().stream().flatMap(pair -> keys(pair).stream()).toList();
        synchronized (this) {
            wipe();
            keys = closed ? List.of() : fresh;
        }
    }

    /** The pairs of the last refresh. */
    public synchronized List<Pair> pairs() {
        return keys.stream().map(Keys::pair).toList();
    }

    private Optional<Keys> keys(Pair pair) {
        return trust.withSecret(pair.id(), secret -> {
            try (PairKeys derived = PairKeys.of(secret)) {
                byte[] discovery = derived.discovery();
                try {
                    return new Keys(pair, Hmac.sha256(discovery, LABEL, self.bytes()), Hmac.sha256(discovery, LABEL, pair.id().bytes()));
                } finally {
                    Wipe.bytes(discovery);
                }
            }
        });
    }

    /** Tags for a record of this device, for the pairs that may see it; the newest 64 pairs where there are more. */
    public synchronized List<byte[]> tags(Predicate<Pair> mayRecognise, long epoch, byte[] salt, byte[] publicKey) {
        List<Keys> chosen = new ArrayList<>(keys.stream().filter(k -> mayRecognise.test(k.pair())).toList());
        chosen.sort((a, b) -> b.pair().since().compareTo(a.pair().since()));
        return chosen.stream().limit(SignedAdvert.MAX_TAGS).map(k -> tag(k.mine(), epoch, salt, publicKey)).toList();
    }

    /** Which pair's advert this is. Only a hint: whoever it is proves it on a link. */
    public synchronized Optional<DeviceId> recognise(SignedAdvert advert) {
        for (Keys k : keys) {
            byte[] wanted = tag(k.theirs(), advert.epoch(), advert.salt(), advert.publicKey());
            if (advert.tags().stream().anyMatch(tag -> MessageDigest.isEqual(tag, wanted))) {
                return Optional.of(k.pair().id());
            }
        }
        return Optional.empty();
    }

    private static byte[] tag(byte[] key, long epoch, byte[] salt, byte[] publicKey) {
        return Arrays.copyOf(Hmac.sha256(key, ByteBuffer.allocate(Long.BYTES).putLong(epoch).array(), salt, publicKey), SignedAdvert.TAG);
    }

    private void wipe() {
        keys.forEach(k -> Wipe.bytes(k.mine(), k.theirs()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        wipe();
        keys = List.of();
    }
}
