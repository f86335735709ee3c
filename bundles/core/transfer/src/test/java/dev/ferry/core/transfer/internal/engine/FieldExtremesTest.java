package dev.ferry.core.transfer.internal.engine;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.transfer.internal.engine.Encounter.At;
import dev.ferry.core.transfer.internal.engine.WireSchema.Numeric;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/**
 * Every number of every message at the ends of its range and beside what was declared: what is not legal ends the connection, with a typed problem, before anything is allocated
 * for it. The fields are those of ferry.proto: one that is added there fails here until it is said what is legal in it.
 */
class FieldExtremesTest extends TwoDevices {
    private static final LongPredicate ANY = value -> true;
    private static final LongPredicate NONE = value -> false;
    private static final LongPredicate NOT_NEGATIVE = value -> value >= 0;
    private static final LongPredicate STREAM = value -> value == 2;
    private static final LongPredicate FILE = value -> value >= 0 && value < 3;
    /** Far above what any number here is worth, far below what one of them would ask for if it were believed. */
    private static final long MOST_ALLOCATED = 8L << 20;

    /** What may stand in a field of an otherwise true message of {@link Encounter}. */
    private static final Map<String, LongPredicate> LEGAL = Map.ofEntries(
            entry("Ping.id", ANY), entry("Pong.id", ANY),
            entry("Offer.stream", value -> value > 0 && value % 2 == 0), entry("Offer.kind", value -> value == 0 || value == 1), entry("Offer.metadata", value -> value >= 0 && value <= 2),
            entry("Offer.check", value -> value == 1 || value == 2), entry("Offer.block_bytes", value -> value >= 65_536 && value <= 4 << 20 && Long.bitCount(value) == 1),
            entry("Offer.streaming", ANY), entry("Offer.count", NOT_NEGATIVE), entry("Offer.total_bytes", NOT_NEGATIVE),
            entry("ManifestPage.stream", STREAM), entry("ManifestPage.first", value -> value == 0), entry("ManifestPage.entries.type", value -> value == 0),
            // Two of them are added up.
            entry("ManifestPage.entries.size", value -> value >= 0 && value <= Long.MAX_VALUE - 10),
            entry("ManifestPage.entries.mtime_seconds", value -> value > -(1L << 40) && value < 1L << 40),
            entry("ManifestPage.entries.mtime_nanos", value -> value >= 0 && value < 1_000_000_000), entry("ManifestPage.entries.mode", value -> value >= 0 && value <= 07777),
            entry("ManifestEnd.stream", STREAM), entry("ManifestEnd.count", value -> value == 2), entry("ManifestEnd.total_bytes", value -> value == 20),
            entry("ManifestEnd.skipped", value -> value == 0),
            entry("Accept.stream", STREAM), entry("Accept.chosen", FILE), entry("Accept.compress_from", NOT_NEGATIVE),
            entry("Accept.block_bytes", value -> value >= 65_536 && value <= 262_144 && Long.bitCount(value) == 1),
            entry("Reject.stream", STREAM), entry("Reject.reason", ANY), entry("Reject.needed", ANY), entry("Reject.available", ANY),
            entry("Want.stream", STREAM), entry("Want.first", FILE), entry("Want.count", value -> value >= 0 && value <= 3), entry("Want.compare", ANY),
            entry("Want.parts.file", FILE), entry("Want.parts.offset", value -> value == 0), entry("Want.parts.length", value -> value == 10), entry("Want.parts.chunk", value -> value == 0),
            // Nothing is compared here, so that there are no pieces to want.
            entry("Want.pieces", value -> value == 0), entry("Pieces.stream", NONE), entry("Pieces.file", NONE), entry("Pieces.offset", NONE),
            entry("Digests.stream", NONE), entry("Digests.file", NONE), entry("Digests.first", NONE),
            entry("Grant.stream", STREAM), entry("Grant.bytes", value -> value >= 0 && value <= 1L << 40), entry("Grant.verified", value -> value >= 0 && value <= 30),
            entry("Receipt.stream", STREAM), entry("Receipt.files.first", FILE), entry("Receipt.files.count", value -> value >= 1 && value <= 3),
            entry("EntryProblem.stream", STREAM), entry("EntryProblem.file", FILE), entry("EntryProblem.fault", ANY),
            entry("EntryProblem.offset", value -> value >= 0 && value <= 10), entry("EntryProblem.length", value -> value >= 0 && value <= 10),
            entry("Flow.stream", STREAM), entry("Flow.paused", ANY), entry("Cancel.stream", STREAM), entry("Cancel.reason", ANY), entry("SourceEnd.stream", STREAM),
            entry("Finished.stream", STREAM), entry("Finished.files", value -> value == 3), entry("Finished.bytes", ANY), entry("Finished.failed", ANY), entry("Finished.renamed", ANY),
            // Over when a transfer begins.
            entry("Hello.versions", NONE), entry("Hello.method", NONE), entry("Hello.purpose", NONE), entry("Hello.nameplate", NONE), entry("HelloReply.versions", NONE),
            entry("Ready.kind", NONE), entry("PairStep.kind", NONE),
            // Strangers have no references; what is legal between pairs is in ReferenceStatesTest.
            entry("ReferenceOffer.stream", NONE), entry("ReferenceOffer.access", NONE), entry("ReferenceOffer.expires_seconds", NONE), entry("ReferenceOffer.count", NONE),
            entry("ReferenceOffer.total_bytes", NONE), entry("ReferenceAnswer.stream", NONE), entry("ReferenceAnswer.fault", NONE), entry("ReferenceList.stream", NONE),
            entry("ReferenceList.whole", NONE), entry("ReferenceMore.stream", NONE), entry("ReferencePage.stream", NONE), entry("ReferencePage.entries.type", NONE),
            entry("ReferencePage.entries.size", NONE), entry("ReferencePage.entries.mtime_seconds", NONE), entry("ReferencePage.entries.mtime_nanos", NONE),
            entry("ReferencePage.entries.mode", NONE), entry("ReferencePage.last", NONE), entry("ReferencePage.skipped", NONE), entry("ReferencePage.fault", NONE),
            entry("ReferenceGet.stream", NONE), entry("ReferenceEnded.why", NONE));
    /** The same where the receiver reads it. */
    private static final Map<String, LongPredicate> RECEIVER = Map.of("EntryProblem.file", value -> value == 0 || value == 1, "EntryProblem.fault", value -> value == 0 || value == 1,
            "EntryProblem.offset", ANY, "EntryProblem.length", ANY);

    private static final Map<OfCase, Set<At>> SAID = Map.ofEntries(entry(OfCase.OFFER, Set.of(At.BEFORE)), entry(OfCase.MANIFEST_PAGE, Set.of(At.LISTING)),
            entry(OfCase.MANIFEST_END, Set.of(At.LISTING)), entry(OfCase.ACCEPT, Set.of(At.OFFERED)), entry(OfCase.REJECT, Set.of(At.OFFERED)),
            entry(OfCase.WANT, Set.of(At.SENDING)), entry(OfCase.GRANT, Set.of(At.SENDING)), entry(OfCase.RECEIPT, Set.of(At.SENDING)), entry(OfCase.FINISHED, Set.of(At.SENDING)),
            entry(OfCase.ENTRY_PROBLEM, Set.of(At.RECEIVING, At.SENDING)), entry(OfCase.FLOW, Set.of(At.RECEIVING, At.SENDING)),
            entry(OfCase.CANCEL, Set.of(At.RECEIVING, At.SENDING)), entry(OfCase.SOURCE_END, Set.of(At.RECEIVING)), entry(OfCase.DIGESTS, Set.of(At.RECEIVING)),
            entry(OfCase.PIECES, Set.of(At.RECEIVING)));

    private final WireSchema schema = new WireSchema();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private Path[] files;
    private int cells;

    @Test
    void itIsSaidOfEveryFieldWhatIsLegal() {
        Set<String> fields = new TreeSet<>();
        schema.messages().forEach(message -> schema.numerics(message).forEach(field -> fields.add(field.toString())));
        assertThat(LEGAL.keySet()).containsExactlyInAnyOrderElementsOf(fields);
    }

    private static Set<Long> extremes(long declared) {
        return new LinkedHashSet<>(List.of(-1L, 0L, 1L, (1L << 31) - 1, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, declared - 1, declared + 1));
    }

    @Test
    void noNumberIsBelieved() throws Exception {
        files = new Path[] {file("a", 10), file("b", 10), file("c", 10)};
        for (WireSchema.Field message : schema.messages()) {
            OfCase kind = OfCase.forNumber(message.number());
            for (At at : SAID.getOrDefault(kind, Set.of(At.BEFORE))) {
                for (Numeric field : schema.numerics(message)) {
                    extremes(schema.value(encounterless(kind, at), field), field, kind, at);
                }
            }
        }
        assertThat(cells).isGreaterThan(300);
    }

    private byte[] encounterless(OfCase kind, At at) throws Exception {
        try (Encounter encounter = encounter(at)) {
            return encounter.proper(kind);
        }
    }

    private void extremes(long declared, Numeric field, OfCase kind, At at) throws Exception {
        for (long value : extremes(declared)) {
            boolean receives = at.compareTo(At.RECEIVING) <= 0;
            LongPredicate legal = receives ? RECEIVER.getOrDefault(field.toString(), LEGAL.get(field.toString())) : LEGAL.get(field.toString());
            try (Encounter encounter = encounter(at)) {
                encounter.leadTo(kind);
                byte[] message = schema.with(encounter.proper(kind), field, value);
                check(encounter, field + " = " + value + " while " + at, () -> encounter.mallory.raw(message), legal.test(field.read(value)));
            }
        }
    }

    private Encounter encounter(At at) throws Exception {
        net.forget();
        return at == At.OFFERED || at == At.SENDING ? Encounter.sending(at, alice, bob, files)
                : Encounter.receiving(at, alice, bob, Files.createDirectories(dir.resolve("out")));
    }

    private interface Saying {
        void run() throws Exception;
    }

    private void check(Encounter encounter, String what, Saying saying, boolean legal) throws Exception {
        long before = allocated();
        saying.run();
        String verdict = encounter.mallory.verdict();
        assertThat(allocated() - before).as("bytes allocated for " + what).isLessThan(MOST_ALLOCATED);
        if (legal) {
            assertThat(verdict).as(what).isIn("alive", "closing");
        } else {
            encounter.assertCaught(what);
            assertThat(dir.resolve("out")).as(what).satisfiesAnyOf(out -> assertThat(out).doesNotExist(), out -> assertThat(out).isEmptyDirectory());
        }
        cells++;
    }

    private long allocated() {
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).filter(bytes -> bytes > 0).sum();
    }

    /** Of a data frame, as bytes: the writer would not write most of them. */
    @Test
    void norOneOfADataFrame() throws Exception {
        for (long value : extremes(2)) {
            frame("stream = " + value, value, 0, 0, 0, (int) value == 2);
        }
        for (long value : extremes(0)) {
            // An offset of its own is legal nowhere in this file, and a 32-bit number wraps.
            frame("file = " + value, 2, value, 0, 0, (int) value == 0);
            frame("offset = " + value, 2, 0, value, 0, value == 0);
            frame("flags = " + value, 2, 0, 0, (int) value & 0xff, (value & 0xff) == 0);
        }
        // Nothing is compressed in a drop, whatever it is said to stand for.
        for (long value : extremes(6)) {
            compressed(value);
        }
        for (long value : extremes(17 + Encounter.TEN.length)) {
            try (Encounter encounter = encounter(At.RECEIVING)) {
                ByteBuffer frame = ByteBuffer.allocate(64).putInt((int) value + 1).put((byte) 2).putInt(2).putInt(0).putLong(0).put((byte) 0).put(new byte[10]);
                boolean waits = (int) value == 18 + Encounter.TEN.length;
                if (!waits) {
                    check(encounter, "length = " + value, () -> encounter.mallory.frame(frame.flip()), false);
                }
            }
        }
    }

    private void compressed(long length) throws Exception {
        try (Encounter encounter = encounter(At.RECEIVING)) {
            ByteBuffer frame = ByteBuffer.allocate(64).putInt(18 + 4 + 5).put((byte) 2).putInt(2).putInt(0).putLong(0).put((byte) 8).putInt((int) length).put(new byte[5]);
            check(encounter, "compressed length = " + length, () -> encounter.mallory.frame(frame.flip()), false);
        }
    }

    private void frame(String what, long stream, long file, long offset, int flags, boolean legal) throws Exception {
        try (Encounter encounter = encounter(At.RECEIVING)) {
            ByteBuffer frame = ByteBuffer.allocate(64).putInt(18 + 5).put((byte) 2).putInt((int) stream).putInt((int) file).putLong(offset).put((byte) flags).put(new byte[5]);
            check(encounter, what, () -> encounter.mallory.frame(frame.flip()), legal);
        }
    }
}
