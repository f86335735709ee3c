package dev.ferry.tck.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of {@link DiscoveryProvider}: rules D1 to D14. */
public abstract class DiscoveryContract extends DiscoveryFixture {
    private static final String LITERAL = "(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+(?:%[^\\]]+)?\\]):\\d{1,5}";
    private static final Duration WAITED_FOR = Duration.ofSeconds(40);
    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    protected DiscoveryContract(DiscoverySubject subject) {
        super(subject);
    }

    @Test
    @DisplayName("D1 browse returns within ten seconds, and so does closing what it gave")
    void d1_in_time() {
        assertInTime(() -> browse(new RecordingSink()).close());
    }

    @Test
    @DisplayName("D2 what is there is seen")
    void d2_seen() {
        somethingToFind();
        RecordingSink sink = new RecordingSink();

        browse(sink);

        awaitSomething(sink);
    }

    @Test
    @DisplayName("D3 a sighting has routes with literal addresses, a record that fits an advertisement, and details of one short line")
    void d3_valid_sightings() {
        somethingToFind();
        RecordingSink sink = new RecordingSink();

        browse(sink);

        awaitSomething(sink);
        assertThat(sink.present().values()).allSatisfy(sighting -> {
            assertThat(sighting.routes()).isNotEmpty().filteredOn(route -> Set.of("tcp", "quic").contains(route.transport()))
                    .extracting(Route::address).allMatch(address -> address.matches(LITERAL));
            sighting.record().ifPresent(record -> assertThat(record).hasSizeBetween(1, Advertisement.MAX_RECORD));
            assertThat(sighting.details()).hasSizeLessThanOrEqualTo(16).allSatisfy((name, value) -> {
                assertThat(name).matches("[a-z0-9.-]{1,64}");
                assertThat(value).matches("[^\\p{Cntrl}]{1,255}");
            });
        });
    }

    @Test
    @DisplayName("D4 what stays is reported again before its time is over, under the same key")
    void d4_renewed() {
        somethingToFind();
        RecordingSink sink = new RecordingSink();
        browse(sink);
        Sighting first = awaitSomething(sink);
        assumeTrue(first.ttl().compareTo(WAITED_FOR) < 0, () -> "A test cannot wait for " + first.ttl());

        assertThat(sink.await(first.ttl(), seen -> seen.calls().stream().filter(call -> call.text().equals(first.key())).count() > 1)).isTrue();
        assertThat(sink.present()).containsKey(first.key());
    }

    @Test
    @DisplayName("D5 who comes late sees everything again, under the same keys")
    void d5_late_comer() {
        somethingToFind();
        RecordingSink early = new RecordingSink();
        browse(early);
        String key = awaitSomething(early).key();
        RecordingSink late = new RecordingSink();

        browse(late);

        awaitThat(late, "what the first saw is seen", seen -> seen.present().containsKey(key));
    }

    @Test
    @DisplayName("D6 two searches are independent: ending one leaves the other searching")
    void d6_independent() {
        somethingToFind();
        RecordingSink ended = new RecordingSink();
        RecordingSink lasting = new RecordingSink();
        Registration ending = browse(ended);
        browse(lasting);
        awaitSomething(ended);

        ending.close();

        awaitSomething(lasting);
        if (announces()) {
            Advertisement another = advertisement();
            advertise(another);
            awaitShown(lasting, another);
        }
    }

    @Test
    @DisplayName("D7 after a search was ended its sink is not called, whatever happens")
    void d7_silent_after_close() {
        somethingToFind();
        RecordingSink ended = new RecordingSink();
        Registration ending = browse(ended);
        awaitSomething(ended);

        ending.close();
        int calls = ended.calls().size();

        RecordingSink witness = new RecordingSink();
        browse(witness);
        awaitSomething(witness);
        if (announces()) {
            Advertisement passing = advertisement();
            Registration announced = advertise(passing);
            awaitShown(witness, passing);
            announced.close();
            awaitMissed(witness, passing);
        }
        assertThat(ended.calls()).hasSize(calls);
    }

    @Test
    @DisplayName("D8 a search may be ended twice, and from within a call to its sink")
    void d8_close_from_callback() throws Exception {
        somethingToFind();
        CompletableFuture<Registration> browsing = new CompletableFuture<>();
        Thread browser = Thread.currentThread();
        AtomicBoolean closed = new AtomicBoolean();
        RecordingSink sink = new RecordingSink() {
            @Override
            public void sighted(Sighting sighting) {
                if (Thread.currentThread() != browser) { // a report during browse itself has nothing to close yet
                    browsing.join().close();
                    closed.set(true);
                }
                super.sighted(sighting);
            }
        };

        browsing.complete(browse(sink));

        awaitThat(sink, "anything is seen", seen -> !seen.calls().isEmpty());
        assumeTrue(closed.get(), "It reported during browse");
        assertThatCode(browsing.get()::close).doesNotThrowAnyException();
        int calls = sink.calls().size();
        assertThat(sink.await(A_WHILE, seen -> seen.calls().size() > calls)).isFalse();
    }

    @Test
    @DisplayName("D9 a sink that throws harms no other search, and is told on")
    void d9_throwing_sink() {
        somethingToFind();
        ThrowingSink throwing = new ThrowingSink();
        RecordingSink sane = new RecordingSink();

        browse(throwing);
        browse(sane);

        awaitSomething(sane);
        awaitSomething(throwing);
        if (announces()) {
            Advertisement another = advertisement();
            advertise(another);
            awaitShown(sane, another);
            awaitShown(throwing, another);
        }
    }

    @Test
    @DisplayName("D10 a sink that takes its time harms no other search, and its own can be ended in time")
    void d10_slow_sink() {
        somethingToFind();
        try (SlowSink slow = new SlowSink(SLOW)) {
            Registration stuck = browse(slow);
            awaitSomething(slow);
            RecordingSink sane = new RecordingSink();
            browse(sane);
            awaitSomething(sane);

            assertInTime(stuck::close);
        }
    }

    @Test
    @DisplayName("D11 where the medium is missing that is told as trouble, in one sentence, and is no exception")
    void d11_trouble() {
        DiscoveryProvider deaf = withoutMedium();
        RecordingSink sink = new RecordingSink();

        Registration browsing = deaf.browse(sink);
        awaitThat(sink, "trouble is told", told -> told.calls().stream().anyMatch(call -> call.name().equals("trouble")));
        browsing.close();

        assertThat(sink.calls()).filteredOn(call -> call.name().equals("trouble"))
                .extracting(RecordingSink.Call::text).allMatch(sentence -> sentence.matches("[^\\p{Cntrl}]{20,}\\."));
    }

    @Test
    @DisplayName("D12 when the plugin is stopped its searches end, and ending them afterwards does nothing")
    void d12_stopped() {
        somethingToFind();
        RecordingSink sink = new RecordingSink();
        Registration browsing = browse(sink);
        awaitSomething(sink);

        stop(provider);
        int calls = sink.calls().size();

        assertThat(sink.await(A_WHILE, seen -> seen.calls().size() > calls)).isFalse();
        assertThatCode(browsing::close).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("D13 no thread of the plugin outlives it by more than ten seconds")
    void d13_threads_end() throws InterruptedException {
        Set<Thread> before = foreign();
        somethingToFind();
        RecordingSink sink = new RecordingSink();
        browse(sink);
        awaitSomething(sink);

        closeAllPlugins();

        for (Thread thread : foreign()) {
            if (!before.contains(thread)) {
                thread.join(IN_TIME.toMillis());
            }
        }
        Set<Thread> after = foreign();
        after.removeAll(before);
        assertThat(after).isEmpty();
    }

    private static Set<Thread> foreign() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> !thread.getName().startsWith(WORKER)).collect(Collectors.toSet());
    }

    @Test
    @DisplayName("D14 searching can be turned on and off in quick succession, and works afterwards")
    void d14_on_and_off() {
        somethingToFind();
        for (int i = 0; i < 10; i++) {
            browse(new RecordingSink()).close();
        }
        RecordingSink sink = new RecordingSink();

        browse(sink);

        awaitSomething(sink);
    }
}
