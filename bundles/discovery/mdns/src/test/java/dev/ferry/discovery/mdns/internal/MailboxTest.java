package dev.ferry.discovery.mdns.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.tck.discovery.RecordingSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final RecordingSink sink = new RecordingSink();
    private final Mailbox mailbox = new Mailbox(sink, tasks::add);

    @Test
    void what_waits_when_the_search_ends_is_not_delivered() {
        mailbox.sighted(sighting("a", 1));

        mailbox.close();

        work();
        mailbox.gone("a");
        work();
        assertThat(sink.calls()).isEmpty();
    }

    @Test
    void of_many_reports_of_one_key_that_wait_only_the_last_is_delivered() {
        for (int port = 1; port <= 1000; port++) {
            mailbox.sighted(sighting("a", port));
        }
        mailbox.sighted(sighting("b", 1));
        mailbox.gone("b");

        work();

        assertThat(sink.calls()).extracting(call -> call.name() + " " + call.text()).containsExactly("sighted a", "gone b");
        assertThat(sink.present().get("a").routes().get(0).address()).isEqualTo("127.0.0.1:1000");
    }

    @Test
    void the_same_trouble_is_told_once_and_its_end_too() {
        mailbox.state("");
        work();
        mailbox.state("No cable.");
        work();
        mailbox.state("No cable.");
        work();
        mailbox.state("");
        work();
        mailbox.state("");
        work();

        assertThat(sink.calls()).extracting(call -> call.name()).containsExactly("trouble", "well");
    }

    @Test
    void reports_that_found_no_thread_are_delivered_with_the_next() {
        boolean[] busy = {true};
        Mailbox unlucky = new Mailbox(sink, task -> {
            if (busy[0]) {
                throw new RejectedExecutionException();
            }
            tasks.add(task);
        });
        unlucky.sighted(sighting("a", 1));
        busy[0] = false;

        unlucky.sighted(sighting("b", 1));

        work();
        assertThat(sink.present()).containsOnlyKeys("a", "b");
    }

    private void work() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static Sighting sighting(String key, int port) {
        return new Sighting(key, Optional.empty(), List.of(new Route("tcp", "127.0.0.1:" + port, Proximity.LAN)), Duration.ofSeconds(10), Map.of());
    }
}
