package dev.ferry.core.transfer.internal.engine;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.transfer.internal.errand.Begun;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestBuilder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is offered, and under which identity.
 *
 * @param blockBytes the size of its blocks, where that was decided before
 */
record Offering(Offer offer, Manifest manifest, OptionalInt blockBytes) {
    /**
     * How a receiver knows a transfer again.
     *
     * @param transfer its id
     * @param seed     of its checks
     */
    record Identity(ByteString transfer, ByteString seed) {
        static Identity fresh() {
            return new Identity(ByteString.copyFrom(Randoms.bytes(16)), ByteString.copyFrom(Randoms.bytes(8)));
        }

        static Identity of(byte[] transfer) {
            return new Identity(ByteString.copyFrom(transfer), ByteString.copyFrom(Randoms.bytes(8)));
        }

        static Identity of(Begun before) {
            return new Identity(before.transfer(), before.seed());
        }

        Offer in(Offer offer) {
            return offer.toBuilder().setTransfer(transfer).setCheckSeed(seed).build();
        }
    }

    /**
     * Under the identity of before where exactly the same is offered; else under a new one, since consent was given to what was offered then. The receiver goes on with what it
     * has either way.
     *
     * @param offer    without an identity
     * @param manifest made for that identity
     * @param scratch  for the list of another one
     */
    static Offering of(Offer offer, Manifest manifest, Identity identity, Optional<Begun> before, Scratch scratch) {
        Offering same = new Offering(identity.in(offer), manifest, before.map(Begun::blockBytes).map(OptionalInt::of).orElseGet(OptionalInt::empty));
        if (before.isEmpty() || before.get().what().equals(same.what())) {
            return same;
        }
        Identity fresh = Identity.fresh();
        ManifestBuilder builder = new ManifestBuilder(offer.getKind(), offer.getMetadata(), fresh.transfer().toByteArray(), scratch);
        manifest.entries().forEach(builder::add);
        return new Offering(fresh.in(offer), builder.build(manifest.skipped()), OptionalInt.empty());
    }

    /** To be remembered. */
    Begun begun(int blocks) {
        return new Begun(offer.getTransfer(), offer.getCheckSeed(), what(), blocks);
    }

    private ByteString what() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(offer.toByteArray());
            return ByteString.copyFrom(sha256.digest(manifest.hash()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
