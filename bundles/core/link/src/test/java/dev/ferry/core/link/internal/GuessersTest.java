package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Links.Window;
import dev.ferry.core.link.Links.WindowRequest;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.model.SecurityContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many who know a code's nameplate and not its digits, all at once. Where they come from makes no difference: a code counts its tries, not an address. */
class GuessersTest {
    private static final int CODES = 3;
    private static final int GUESSERS = 334;
    private static final int AT_ONCE = 50;

    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ExecutorService crowd = Executors.newFixedThreadPool(AT_ONCE);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Device mallory = new Device("mallory");
    private final Device anna = new Device("anna");
    private final Device ben = new Device("ben");
    private final List<Object> joined = new CopyOnWriteArrayList<>();
    private final List<String> burned = new CopyOnWriteArrayList<>();
    private final Windows windows = new Windows(Device.RANDOM, InstantSource.system(), timer, Runnable::run, () -> { });

    @AfterEach
    void stop() {
        crowd.shutdownNow();
        io.shutdownNow();
        timer.shutdownNow();
    }

    private Window show() {
        return windows.open(new WindowRequest(Purpose.PAIR, "", Duration.ofMinutes(3), joined::add, ended -> burned.add(ended.problem().code())), List.of());
    }

    private static PairingCode wrong(char[] code) throws Exception {
        char[] guess = code.clone();
        int last = guess.length - 1;
        guess[last] = (char) ('0' + (guess[last] - '0' + 1 + Device.RANDOM.nextInt(9)) % 10);
        return PairingCode.parse(guess);
    }

    /** One greeting; what came of it at the side that shows the code. */
    private Optional<AuthFailedException.Reason> greet(Device from, PairingCode code, CountDownLatch seated, CountDownLatch goOn) throws Exception {
        MemoryLink.Ends ends = MemoryLink.changing(frame -> frame, frame -> {
            seated.countDown();
            await(goOn);
            return frame;
        });
        Future<Optional<AuthFailedException.Reason>> server = io.submit(() -> {
            try {
                ServerGreeting.Accepted accepted = new ServerGreeting(ben.local(), ends.server(), windows, id -> Optional.empty()).run();
                accepted.seat().orElseThrow().joined(accepted.connection());
                return Optional.empty();
            } catch (AuthFailedException e) {
                return Optional.of(e.reason());
            } finally {
                ends.server().close();
            }
        });
        try {
            new ClientGreeting(from.local(), ends.client(), new Dial(Purpose.PAIR, new Proof.Code(code), List.of(), "", Duration.ofSeconds(5)), System::nanoTime).run("test");
        } catch (Exception e) {
            ends.client().close();
        }
        return server.get(30, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<AuthFailedException.Reason, Integer> guess(char[] code, int guessers) throws Exception {
        CountDownLatch now = new CountDownLatch(0);
        List<Future<Optional<AuthFailedException.Reason>>> tries = new ArrayList<>();
        for (int i = 0; i < guessers; i++) {
            PairingCode guess = wrong(code);
            tries.add(crowd.submit(() -> greet(mallory, guess, now, now)));
        }
        Map<AuthFailedException.Reason, Integer> verdicts = new EnumMap<>(AuthFailedException.Reason.class);
        for (Future<Optional<AuthFailedException.Reason>> each : tries) {
            verdicts.merge(each.get(60, TimeUnit.SECONDS).orElseThrow(), 1, Integer::sum);
        }
        return verdicts;
    }

    @Test
    void ofAThousandWrongCodesThreeAreLookedAtAndTheNextCodeWorks() throws Exception {
        for (int i = 1; i <= CODES; i++) {
            char[] shown = show().code().display();
            assertThat(guess(shown, GUESSERS)).containsOnly(Map.entry(AuthFailedException.Reason.WRONG_PROOF, 1), Map.entry(AuthFailedException.Reason.NO_SUCH_CODE, GUESSERS - 1));
            assertThat(burned).hasSize(i);
        }
        assertThat(joined).isEmpty();
        CountDownLatch now = new CountDownLatch(0);
        assertThat(greet(anna, PairingCode.parse(show().code().display()), now, now)).isEmpty();
        assertThat(joined).singleElement().satisfies(connection -> assertThat(((AuthenticatedConnection) connection).context()).isEqualTo(SecurityContext.CODE));
    }

    @Test
    void whoSatDownFirstIsNotDisturbedByThem() throws Exception {
        char[] shown = show().code().display();
        CountDownLatch seated = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        PairingCode right = PairingCode.parse(shown);
        Future<Optional<AuthFailedException.Reason>> honest = io.submit(() -> greet(anna, right, seated, goOn));
        await(seated);
        assertThat(guess(shown, 100)).containsOnly(Map.entry(AuthFailedException.Reason.NO_SUCH_CODE, 100));
        goOn.countDown();
        assertThat(honest.get(30, TimeUnit.SECONDS)).isEmpty();
        assertThat(joined).hasSize(1);
        assertThat(burned).isEmpty();
    }
}
