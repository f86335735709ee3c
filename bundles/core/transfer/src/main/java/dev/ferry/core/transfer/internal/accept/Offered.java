package dev.ferry.core.transfer.internal.accept;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.CheckAlgorithm;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.model.PeerText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An offer whose every field is within its limits.
 *
 * @param label   escaped
 * @param message escaped
 */
record Offered(TransferId transfer, String label, Optional<String> message, ShareKind kind, Metadata metadata, CheckAlgorithm algorithm, ByteString seed,
               int blockBytes) {
    static final int MAX_MESSAGE_BYTES = 4096;
    private static final int MAX_LABEL = 64;
    private static final int SEED_BYTES = 8;
    private static final int MIN_BLOCK = 64 * 1024;
    private static final int MAX_BLOCK = 4 * 1024 * 1024;

    /** @throws ProtocolException something is outside its limits */
    static Offered of(Offer offer) throws ProtocolException {
        demand(offer.getTransfer().size() == TransferId.LENGTH, "A transfer has no proper id");
        demand(offer.getMessage().getBytes(StandardCharsets.UTF_8).length <= MAX_MESSAGE_BYTES && offer.getLabel().length() <= MAX_LABEL, "An offer's text is too long");
        demand(offer.getKind() == ShareKind.COPY || offer.getKind() == ShareKind.MOVE, "An offer is of no known kind");
        demand(offer.getMetadata() != Metadata.UNRECOGNIZED, "An offer's metadata are of no known level");
        demand(offer.getCheck() == CheckAlgorithm.XXH3_128 || offer.getCheck() == CheckAlgorithm.SHA_256, "An offer's checks are of no known algorithm");
        demand(offer.getCheckSeed().size() == SEED_BYTES, "An offer's checks have no proper seed");
        int block = offer.getBlockBytes();
        demand(block >= MIN_BLOCK && block <= MAX_BLOCK && Integer.bitCount(block) == 1, "An offer's blocks are of no possible size");
        demand(offer.getCount() >= 0 && offer.getTotalBytes() >= 0, "An offer's numbers are outside their range");
        return new Offered(new TransferId(offer.getTransfer()), PeerText.escape(offer.getLabel(), MAX_LABEL),
                offer.getMessage().isEmpty() ? Optional.empty() : Optional.of(PeerText.escape(offer.getMessage(), MAX_MESSAGE_BYTES)), offer.getKind(),
                offer.getMetadata(), offer.getCheck(), offer.getCheckSeed(), block);
    }

    private static void demand(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }
}
