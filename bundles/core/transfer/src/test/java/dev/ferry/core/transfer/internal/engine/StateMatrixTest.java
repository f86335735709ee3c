package dev.ferry.core.transfer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.FerryEvent;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.transfer.internal.engine.Encounter.At;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Every message in every state of a transfer, said by a peer that has behaved until then: what PROTOCOL.md does not list there ends the connection and leaves nothing. */
class StateMatrixTest extends TwoDevices {
    private static final Path PROTOCOL = Path.of("../../../PROTOCOL.md");
    private static final Pattern ROW = Pattern.compile("\\| (LISTING|ASKING|RECEIVING|OFFERING|OFFERED|SENDING) \\((?:receiver|sender)\\) \\| ([A-Za-z ]+) \\|");
    private static final Set<String> ALWAYS = Set.of("Ping", "Pong", "Goodbye");
    private static final String DATA = "data";

    private final List<WireSchema.Field> messages = new WireSchema().messages();

    /** As the document has it. */
    private static Map<At, Set<String>> legal() throws IOException {
        Map<At, Set<String>> legal = new EnumMap<>(At.class);
        legal.put(At.BEFORE, Set.of("Offer"));
        Matcher row = ROW.matcher(Files.readString(PROTOCOL));
        while (row.find()) {
            if (!row.group(1).equals("OFFERING")) {
                legal.put(At.valueOf(row.group(1)), new TreeSet<>(List.of(row.group(2).split(" "))));
            }
        }
        assertThat(legal).containsOnlyKeys(At.values());
        return legal;
    }

    @Test
    void theDocumentListsTheMessagesThatThereAre() throws Exception {
        Set<String> known = new TreeSet<>(messages.stream().map(WireSchema.Field::type).toList());
        known.add(DATA);
        assertThat(legal().values()).allSatisfy(row -> assertThat(known).containsAll(row));
        assertThat(messages).hasSize(OfCase.values().length - 1);
    }

    @Test
    void whatIsNotLegalEndsTheConnectionAndLeavesNothing() throws Exception {
        Path a = file("a", 10);
        Path b = file("b", 10);
        Path c = file("c", 10);
        for (Map.Entry<At, Set<String>> row : legal().entrySet()) {
            for (WireSchema.Field message : messages) {
                cell(row.getKey(), message.type(), OfCase.forNumber(message.number()), row.getValue(), a, b, c);
            }
            cell(row.getKey(), DATA, OfCase.OF_NOT_SET, row.getValue(), a, b, c);
            cell(row.getKey(), "a message that there is not yet", OfCase.OF_NOT_SET, row.getValue(), a, b, c);
        }
    }

    private void cell(At at, String name, OfCase kind, Set<String> legal, Path... files) throws Exception {
        String cell = name + " while " + at;
        net.forget();
        Path out = Files.createDirectory(dir.resolve("out of " + cell));
        boolean sends = at == At.OFFERED || at == At.SENDING;
        try (Encounter encounter = sends ? Encounter.sending(at, alice, bob, files) : Encounter.receiving(at, alice, bob, out)) {
            int before = at == At.ASKING || at == At.RECEIVING ? 1 : 0;
            boolean mayGoOn = legal.contains(name) || ALWAYS.contains(name);
            if (mayGoOn) {
                encounter.leadTo(kind);
            }
            if (name.equals(DATA)) {
                encounter.mallory.file(2, 0, Encounter.TEN);
            } else {
                encounter.mallory.raw(kind == OfCase.OF_NOT_SET ? Encounter.empty(99) : encounter.proper(kind));
            }
            // Legal there, and nobody wanted these.
            if (mayGoOn && kind != OfCase.DIGESTS && kind != OfCase.PIECES) {
                assertThat(encounter.mallory.verdict()).as(cell).isIn(kind == OfCase.GOODBYE ? List.of("none") : List.of("alive", "closing"));
            } else {
                encounter.assertCaught(cell);
                assertThat(out).as(cell).isEmptyDirectory();
                // That the honest one was asked may be told only now.
                Awaitility.await("prompts by " + cell).untilAsserted(() -> assertThat(events(bob, FerryEvent.OfferReceived.class))
                        .filteredOn(event -> event.offer().id().equals(encounter.honest.id())).hasSize(before));
            }
        }
    }
}
