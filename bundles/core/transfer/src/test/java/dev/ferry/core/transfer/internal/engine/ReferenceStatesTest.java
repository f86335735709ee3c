package dev.ferry.core.transfer.internal.engine;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ShareHandle;
import dev.ferry.core.protocol.wire.Cancel;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.ReferenceAnswer;
import dev.ferry.core.protocol.wire.ReferenceEnded;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.protocol.wire.ReferenceGet;
import dev.ferry.core.protocol.wire.ReferenceList;
import dev.ferry.core.protocol.wire.ReferenceMore;
import dev.ferry.core.protocol.wire.ReferencePage;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.FerryException;
import dev.ferry.model.TrustLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every message in every state of what a pair says about a reference, and every number of those messages at the ends of its range. */
class ReferenceStatesTest extends TwoWithMallory {
    private static final Path PROTOCOL = Path.of("../../../PROTOCOL.md");
    private static final Pattern ROW = Pattern.compile("\\| (GIVING|WEIGHING|READING|LENDING|FETCHING) \\((?:owner|holder)\\) \\| ([A-Za-z ]+) \\|");
    /** Legal on a session whatever is said about a reference, beside what opens a stream of its own. */
    private static final Set<OfCase> ALWAYS = Set.of(OfCase.PING, OfCase.PONG, OfCase.GOODBYE, OfCase.UNPAIRED, OfCase.REFERENCE_ENDED);
    private static final LongPredicate ANY = value -> true;
    private static final LongPredicate NOT_NEGATIVE = value -> value >= 0;

    private final WireSchema schema = new WireSchema();
    private UUID given;
    private UUID held;

    /** Where the honest side stands. */
    enum At { FRESH_OWNER, FRESH_HOLDER, GIVING, WEIGHING, READING, LENDING, FETCHING }

    private record Standing(RawPeer mallory, int stream) { }

    @BeforeEach
    void giveOne() throws Exception {
        Path many = Files.createDirectories(dir.resolve("from/films"));
        for (int i = 0; i < 1100; i++) {
            Files.createFile(many.resolve("f" + i));
        }
        given = give(AccessLevel.READ_WRITE, many).id();
        held = given;
    }

    private Standing lead(At at) throws Exception {
        net.cut();
        net.forget();
        // They would come again, over connections of their own.
        for (Device device : List.of(alice, bob)) {
            for (ShareHandle left : device.engine.shares().shares()) {
                left.cancel();
                Device.result(left);
            }
        }
        boolean owner = at == At.FRESH_OWNER || at == At.GIVING || at == At.LENDING;
        // What an earlier one was asked about is gone with its connection, and a pair that was parted is one again.
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, at == At.WEIGHING ? TrustLevel.VERIFIED : TrustLevel.TRUSTED);
        if (alice.engine.references().find(given).isEmpty() || bobs().find(given).filter(view -> view.state() == dev.ferry.api.ReferenceView.State.ACTIVE).isEmpty()) {
            bob.pair(alice, TrustLevel.TRUSTED);
            net.cut();
            given = give(AccessLevel.READ_WRITE, dir.resolve("from/films")).id();
            held = given;
            bob.pair(alice, at == At.WEIGHING ? TrustLevel.VERIFIED : TrustLevel.TRUSTED);
        }
        RawPeer mallory = owner ? mallory(bob, alice) : mallory(alice, bob);
        return new Standing(mallory, switch (at) {
            case FRESH_OWNER, FRESH_HOLDER -> 1;
            case GIVING -> {
                ReferenceService.Given offered = alice.engine.references().give(request(paired(bob), AccessLevel.READ_ONLY, Optional.of(Duration.ofDays(1)), dir.resolve("from/films")));
                assertThat(offered.id()).isNotNull();
                yield mallory.await(OfCase.REFERENCE_OFFER).getReferenceOffer().getStream();
            }
            case WEIGHING -> {
                mallory.send(Control.newBuilder().setReferenceOffer(offer(1, UUID.randomUUID())));
                offerAt(bob);
                yield 1;
            }
            case READING -> {
                CompletableFuture.runAsync(() -> {
                    try {
                        bobs().list(held, "", true, page -> { });
                    } catch (FerryException | InterruptedException e) {
                        // The test looks at the other end.
                    }
                }, bob.io());
                yield mallory.await(OfCase.REFERENCE_LIST).getReferenceList().getStream();
            }
            case LENDING -> {
                mallory.send(Control.newBuilder().setReferenceList(ReferenceList.newBuilder().setStream(1).setReference(bytes(given)).setWhole(true)));
                mallory.await(OfCase.REFERENCE_PAGE);
                // Ready for the next.
                mallory.verdict();
                yield 1;
            }
            case FETCHING -> {
                get(held);
                yield mallory.await(OfCase.REFERENCE_GET).getReferenceGet().getStream();
            }
        });
    }

    private Map<At, Set<String>> legal() throws Exception {
        Map<At, Set<String>> legal = new EnumMap<>(At.class);
        Matcher row = ROW.matcher(Files.readString(PROTOCOL));
        while (row.find()) {
            legal.put(At.valueOf(row.group(1)), new TreeSet<>(List.of(row.group(2).split(" "))));
        }
        assertThat(legal).hasSize(5);
        return legal;
    }

    @Test
    void whatIsNotLegalOnAStreamEndsTheConnection() throws Exception {
        for (Map.Entry<At, Set<String>> row : legal().entrySet()) {
            for (WireSchema.Field message : schema.messages()) {
                OfCase kind = OfCase.forNumber(message.number());
                if (!ALWAYS.contains(kind)) {
                    Standing standing = lead(row.getKey());
                    standing.mallory().raw(proper(kind, standing.stream()));
                    String verdict = standing.mallory().verdict();
                    assertThat(verdict).as(message.type() + " while " + row.getKey()).isEqualTo(row.getValue().contains(message.type()) ? "alive" : "protocol");
                }
            }
            Standing standing = lead(row.getKey());
            standing.mallory().file(standing.stream(), 0, Encounter.TEN);
            assertThat(standing.mallory().verdict()).as("data while " + row.getKey()).isEqualTo("protocol");
        }
    }

    /** True of that stream where it has content; of the other kinds something on that stream. */
    private byte[] proper(OfCase kind, int stream) {
        Control.Builder control = Control.newBuilder();
        switch (kind) {
            case REFERENCE_OFFER -> control.setReferenceOffer(offer(stream, UUID.randomUUID()).setExpiresSeconds(4_000_000_000L));
            case REFERENCE_ANSWER -> control.setReferenceAnswer(ReferenceAnswer.newBuilder().setStream(stream));
            case REFERENCE_LIST -> control.setReferenceList(ReferenceList.newBuilder().setStream(stream).setReference(bytes(given)));
            case REFERENCE_MORE -> control.setReferenceMore(ReferenceMore.newBuilder().setStream(stream));
            case REFERENCE_PAGE -> control.setReferencePage(ReferencePage.newBuilder().setStream(stream).setLast(true).addEntries(Entry.newBuilder().setPath("a").setSize(1).setMtimeSeconds(1)));
            case REFERENCE_GET -> control.setReferenceGet(ReferenceGet.newBuilder().setStream(stream).setReference(bytes(given)).setTransfer(bytes(UUID.randomUUID())));
            case REFERENCE_ENDED -> control.setReferenceEnded(ReferenceEnded.newBuilder().setReference(bytes(UUID.randomUUID())).setWhy(ReferenceFault.WAS_REVOKED));
            case CANCEL -> control.setCancel(Cancel.newBuilder().setStream(stream));
            default -> {
                return onStream(kind.getNumber(), stream);
            }
        }
        return control.build().toByteArray();
    }

    /** Every message of a transfer has its stream first. */
    private static byte[] onStream(int message, int stream) {
        MessageLite any = Cancel.newBuilder().setStream(stream).build();
        ByteString body = any.toByteString();
        int tag = message << 3 | 2;
        byte[] head = tag < 0x80 ? new byte[] {(byte) tag, (byte) body.size()} : new byte[] {(byte) (tag | 0x80), (byte) (tag >> 7), (byte) body.size()};
        return ByteString.copyFrom(head).concat(body).toByteArray();
    }

    private static final Map<String, LongPredicate> LEGAL = Map.ofEntries(
            entry("ReferenceOffer.stream", value -> value > 0 && value % 2 == 1), entry("ReferenceOffer.access", value -> value >= 0 && value <= 2),
            entry("ReferenceOffer.expires_seconds", value -> value >= 0 && value <= 253_402_300_799L), entry("ReferenceOffer.count", NOT_NEGATIVE),
            entry("ReferenceOffer.total_bytes", NOT_NEGATIVE), entry("ReferenceAnswer.fault", ANY),
            entry("ReferenceList.stream", value -> value > 0 && value % 2 == 1), entry("ReferenceList.whole", ANY),
            entry("ReferencePage.entries.type", value -> value == 0 || value == 1), entry("ReferencePage.entries.size", NOT_NEGATIVE),
            entry("ReferencePage.entries.mtime_seconds", value -> value >= -253_402_300_799L && value <= 253_402_300_799L),
            entry("ReferencePage.entries.mtime_nanos", value -> value >= 0 && value < 1_000_000_000), entry("ReferencePage.entries.mode", ANY),
            entry("ReferencePage.last", ANY), entry("ReferencePage.skipped", NOT_NEGATIVE), entry("ReferencePage.fault", ANY),
            entry("ReferenceGet.stream", value -> value > 0 && value % 2 == 1), entry("ReferenceEnded.why", value -> value == 2 || value == 3));

    private static final Map<OfCase, At> SAID = Map.of(OfCase.REFERENCE_OFFER, At.FRESH_HOLDER, OfCase.REFERENCE_ANSWER, At.GIVING, OfCase.REFERENCE_LIST, At.FRESH_OWNER,
            OfCase.REFERENCE_MORE, At.LENDING, OfCase.REFERENCE_PAGE, At.READING, OfCase.REFERENCE_GET, At.FRESH_OWNER, OfCase.REFERENCE_ENDED, At.FRESH_HOLDER);

    @Test
    void noNumberIsBelieved() throws Exception {
        for (WireSchema.Field message : schema.messages()) {
            OfCase kind = OfCase.forNumber(message.number());
            if (SAID.containsKey(kind)) {
                for (WireSchema.Numeric field : schema.numerics(message)) {
                    LongPredicate legal = LEGAL.get(field.toString());
                    assertThat(legal != null || field.toString().endsWith(".stream")).as("It is said what is legal in " + field).isTrue();
                    for (long value : new LinkedHashSet<>(List.of(-1L, 0L, 1L, 2L, 3L, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE))) {
                        number(kind, field, value, legal);
                    }
                }
            }
        }
    }

    private void number(OfCase kind, WireSchema.Numeric field, long value, LongPredicate legal) throws Exception {
        Standing standing = lead(SAID.get(kind));
        standing.mallory().raw(schema.with(proper(kind, standing.stream()), field, value));
        // On a stream that is open it names that one, or one that has ended, or none.
        boolean good = legal == null ? field.read(value) == standing.stream() : legal.test(field.read(value));
        assertThat(standing.mallory().verdict()).as(field + " = " + value).isEqualTo(good ? "alive" : "protocol");
    }
}
