package dev.ferry.core.transfer.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.FrameLimits;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.pace.Bandwidth;
import dev.ferry.core.transfer.internal.share.Platform;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final byte[] NONE = new byte[0];

    private final ExecutorService io = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Gathering gathering = new Gathering(new Platform(io, timer, InstantSource.system(), System::nanoTime, event -> { }, new Bandwidth(System::nanoTime),
            new Scratch(Path.of(System.getProperty("java.io.tmpdir")))));

    @AfterEach
    void stop() {
        io.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void segmentsAreReadInTheOrderOfTheirNumbers() throws Exception {
        List<Long> numbers = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, new Random(3));
        for (long number : numbers) {
            gathering.put(segment(number, 1));
        }
        for (long i = 0; i < 1000; i++) {
            assertThat(number(gathering.next())).isEqualTo(i);
        }
    }

    @Test
    void whatIsFarAheadWaitsAndTheOneThatIsNextDoesNot() throws Exception {
        Thread ahead = new Thread(() -> {
            try {
                for (long number = 1; number <= 250; number++) {
                    gathering.put(segment(number, FrameLimits.MAX_PAYLOAD));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        ahead.start();
        await().until(() -> ahead.getState() == Thread.State.WAITING);
        gathering.put(segment(0, FrameLimits.MAX_PAYLOAD));
        for (long i = 0; i <= 250; i++) {
            assertThat(number(gathering.next())).isEqualTo(i);
        }
        ahead.join();
    }

    @Test
    void whatCameBeforeTheEndIsReadFirst() throws Exception {
        gathering.put(segment(0, 1));
        gathering.put(segment(2, 1));
        gathering.fail(new EOFException("over"));
        assertThat(number(gathering.next())).isZero();
        assertThatThrownBy(gathering::next).isInstanceOf(EOFException.class);
    }

    @Test
    void aNumberComesOnce() throws Exception {
        gathering.put(segment(0, 1));
        gathering.put(segment(1, 1));
        assertThatThrownBy(() -> gathering.put(segment(1, 1))).isInstanceOf(ProtocolException.class);
        gathering.next();
        assertThatThrownBy(() -> gathering.put(segment(0, 1))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> gathering.put(segment(-1, 1))).isInstanceOf(ProtocolException.class);
    }

    /** One frame, with the number as its offset. */
    private static Frame.Segment segment(long number, int bytes) {
        ByteBuffer frames = ByteBuffer.allocate(bytes + 64);
        FrameWriter.append(frames, 1, 0, Math.max(0, number), ByteBuffer.allocate(bytes), NONE, NONE);
        return new Frame.Segment(number, frames.flip());
    }

    private static long number(Frame frame) {
        return ((Frame.Data) frame).offset();
    }
}
