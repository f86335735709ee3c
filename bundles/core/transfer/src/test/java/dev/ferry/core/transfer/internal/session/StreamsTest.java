package dev.ferry.core.transfer.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private final Streams streams = new Streams(true);
    private final StreamHandler idle = new StreamHandler() {
        @Override
        public Stage stage() {
            return Stage.ASKING;
        }

        @Override
        public void message(Control control) { }

        @Override
        public void data(Frame.Data data) { }

        @Override
        public void ended(Ending ending) { }
    };

    @Test
    void theDiallerCountsInOddNumbersAndTheOtherInEvenOnes() {
        assertThat(streams.open(idle)).contains(1);
        assertThat(streams.open(idle)).contains(3);
        assertThat(new Streams(false).open(idle)).contains(2);
    }

    @Test
    void aNumberIsTakenOnceAndUpwards() throws Exception {
        streams.demandNew(2);
        streams.demandNew(6);
        for (int bad : new int[] {6, 4, 2, 1, 3, 0, -2}) {
            assertThatThrownBy(() -> streams.demandNew(bad)).as("stream " + bad).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void whatComesLateForAStreamThatEndedIsNobodys() throws Exception {
        int stream = streams.open(idle).orElseThrow();
        assertThat(streams.of(stream)).contains(idle);
        streams.remove(stream);
        assertThat(streams.of(stream)).isEmpty();
    }

    @Test
    void aStreamThatNeverWasIsAnOffence() {
        for (int never : new int[] {1, 2, 0, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> streams.of(never)).as("stream " + never).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void nothingIsOpenedAfterTheEnd() {
        streams.open(idle);
        assertThat(streams.close()).containsExactly(idle);
        assertThat(streams.open(idle)).isEmpty();
    }
}
