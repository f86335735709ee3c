package dev.ferry.core.transfer.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.protocol.wire.Control.OfCase;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The whole matrix of states and messages, written out a second time: a change of the one must be meant. */
class StageTest {
    private static final Map<Stage, Set<OfCase>> LEGAL = new EnumMap<>(Stage.class);

    static {
        LEGAL.put(Stage.LISTING, EnumSet.of(OfCase.MANIFEST_PAGE, OfCase.MANIFEST_END, OfCase.FLOW, OfCase.CANCEL));
        LEGAL.put(Stage.ASKING, EnumSet.of(OfCase.FLOW, OfCase.CANCEL));
        LEGAL.put(Stage.RECEIVING, EnumSet.of(OfCase.DIGESTS, OfCase.PIECES, OfCase.ENTRY_PROBLEM, OfCase.SOURCE_END, OfCase.FLOW, OfCase.CANCEL));
        LEGAL.put(Stage.OFFERING, EnumSet.of(OfCase.REJECT, OfCase.FLOW, OfCase.CANCEL));
        LEGAL.put(Stage.OFFERED, EnumSet.of(OfCase.ACCEPT, OfCase.REJECT, OfCase.FLOW, OfCase.CANCEL));
        LEGAL.put(Stage.SENDING, EnumSet.of(OfCase.WANT, OfCase.GRANT, OfCase.RECEIPT, OfCase.ENTRY_PROBLEM, OfCase.FLOW, OfCase.CANCEL, OfCase.FINISHED));
        LEGAL.put(Stage.GIVING, EnumSet.of(OfCase.REFERENCE_ANSWER));
        LEGAL.put(Stage.WEIGHING, EnumSet.of(OfCase.CANCEL));
        LEGAL.put(Stage.READING, EnumSet.of(OfCase.REFERENCE_PAGE));
        LEGAL.put(Stage.LENDING, EnumSet.of(OfCase.REFERENCE_MORE, OfCase.CANCEL));
        LEGAL.put(Stage.FETCHING, EnumSet.of(OfCase.REFERENCE_ANSWER));
    }

    @Test
    void everyPairOfStateAndMessageIsAsWritten() {
        for (Stage stage : Stage.values()) {
            for (OfCase message : OfCase.values()) {
                assertThat(stage.allows(message)).as(stage + " " + message).isEqualTo(LEGAL.get(stage).contains(message));
            }
        }
    }

    @Test
    void onlyAReceiverThatAcceptedTakesPayload() {
        assertThat(Stage.values()).filteredOn(Stage::allowsData).containsExactly(Stage.RECEIVING);
    }
}
