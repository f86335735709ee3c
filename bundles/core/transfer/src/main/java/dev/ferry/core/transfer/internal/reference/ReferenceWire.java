package dev.ferry.core.transfer.internal.reference;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.EntryType;
import dev.ferry.core.protocol.wire.ReferenceAccess;
import dev.ferry.core.protocol.wire.ReferenceAnswer;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.protocol.wire.ReferenceOffer;
import dev.ferry.model.AccessLevel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Fields of the messages about references: each is within its limits, or the connection ends. */
final class ReferenceWire {
    static final int MAX_PAGE = 1024;
    static final int MAX_PATHS = 256;
    private static final int ID_BYTES = 16;
    private static final int MAX_LABEL = 64;
    private static final int MAX_MESSAGE_BYTES = 4096;
    private static final int MAX_NAME = 1024;
    /** The year 9999, as far as people's clocks go. */
    private static final long LATEST = 253_402_300_799L;
    private static final int NANOS = 1_000_000_000;

    private ReferenceWire() { }

    static ByteString bytes(UUID id) {
        return ByteString.copyFrom(ByteBuffer.allocate(ID_BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).flip());
    }

    static UUID id(ByteString bytes) throws ProtocolException {
        demand(bytes.size() == ID_BYTES, "A reference or a transfer has no proper id");
        ByteBuffer id = bytes.asReadOnlyByteBuffer();
        return new UUID(id.getLong(), id.getLong());
    }

    static ReferenceAccess access(AccessLevel level) {
        return ReferenceAccess.forNumber(level.ordinal());
    }

    static AccessLevel access(ReferenceAccess access) throws ProtocolException {
        demand(access != ReferenceAccess.UNRECOGNIZED, "A reference has an access of no known kind");
        return AccessLevel.values()[access.getNumber()];
    }

    static Optional<Instant> expires(long seconds) throws ProtocolException {
        demand(seconds >= 0 && seconds <= LATEST, "A reference expires at no possible time");
        return seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    static void demandInLimits(ReferenceOffer offer) throws ProtocolException {
        demand(offer.getNamesCount() >= 1 && offer.getNamesCount() <= Reference.MAX_ROOTS, "A reference has no possible number of names");
        demand(offer.getNamesList().stream().allMatch(name -> name.length() <= MAX_NAME && ReferencePath.of(stem(name)).filter(path -> path.names().size() == 1).isPresent()),
                "A reference has a name that is none");
        demand(offer.getCount() >= 0 && offer.getTotalBytes() >= 0, "A reference's numbers are outside their range");
        demand(offer.getMessage().getBytes(StandardCharsets.UTF_8).length <= MAX_MESSAGE_BYTES && offer.getLabel().length() <= MAX_LABEL, "A reference's text is too long");
        expires(offer.getExpiresSeconds());
        access(offer.getAccess());
        id(offer.getReference());
    }

    /** Of a name at the top, without what says that it is a folder. */
    static String stem(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    static List<ReferencePath> paths(List<String> said) throws ProtocolException {
        demand(said.size() <= MAX_PATHS, "More paths are asked for than may be");
        List<ReferencePath> paths = new ArrayList<>();
        for (String one : said) {
            paths.add(path(one));
        }
        return paths;
    }

    static ReferencePath path(String said) throws ProtocolException {
        return ReferencePath.of(said).orElseThrow(() -> new ProtocolException("A path of a reference is none"));
    }

    static void demandEntry(Entry entry) throws ProtocolException {
        demand(entry.getType() != EntryType.UNRECOGNIZED && entry.getSize() >= 0 && entry.getMtimeNanos() >= 0 && entry.getMtimeNanos() < NANOS
                && entry.getMtimeSeconds() >= -LATEST && entry.getMtimeSeconds() <= LATEST, "An entry of a list is outside its range");
    }

    static Control answer(int stream, ReferenceFault fault) {
        return Control.newBuilder().setReferenceAnswer(ReferenceAnswer.newBuilder().setStream(stream).setFault(fault)).build();
    }

    static void demand(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }
}
