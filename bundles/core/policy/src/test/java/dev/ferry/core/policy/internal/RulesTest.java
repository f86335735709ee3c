package dev.ferry.core.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import dev.ferry.spi.policy.PolicyQuestion;
import dev.ferry.spi.policy.PolicyRule;
import dev.ferry.spi.policy.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RulesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(60);

    private final ExecutorService io = Executors.newCachedThreadPool();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void end() {
        never.countDown();
        io.shutdownNow();
    }

    private Decisions policy(Duration patience) {
        Decisions policy = new Decisions(io, Runnable::run, System::nanoTime, patience);
        policy.putProfile(subject -> Subjects.most("trusted"), Map.of("service.id", 1L, "ferry.security.relationships", "trusted"));
        return policy;
    }

    private static Map<String, Object> properties(long id, int ranking, String name) {
        return Map.of("service.id", id, "service.ranking", ranking, "ferry.policy.id", name);
    }

    private static PolicyQuestion may(String relationship, Operation operation) {
        return new PolicyQuestion(Subjects.of(relationship), SecurityContext.PINNED, operation, OptionalLong.of(7));
    }

    private static void assertVetoed(Optional<Problem> refusal, String rule, String reason) {
        assertThat(refusal).get().isInstanceOfSatisfying(Problem.PolicyRefused.class, refused -> {
            assertThat(refused.rule()).isEqualTo(rule);
            assertThat(refused.message()).contains(rule, reason);
        });
    }

    /** Never answers and heeds no interrupt. */
    private final class Deaf implements PolicyRule {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Verdict examine(PolicyQuestion question) {
            asked.incrementAndGet();
            while (never.getCount() > 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    // On purpose.
                }
            }
            return new Verdict.NoObjection();
        }
    }

    @Test
    void a_veto_refuses_what_matrix_and_terms_allow_in_its_own_name() {
        Decisions policy = policy(LONG);
        policy.putRule(question -> question.operation() == Operation.SYNC ? new Verdict.Veto("not at night") : new Verdict.NoObjection(), properties(9, 0, "hours"));
        assertVetoed(policy.refusal(may("trusted", Operation.SYNC)), "hours", "not at night");
        assertThat(policy.refusal(may("trusted", Operation.OFFER))).isEmpty();
    }

    @Test
    void no_objection_grants_nothing() {
        Decisions policy = policy(LONG);
        policy.putRule(question -> new Verdict.NoObjection(), properties(9, 1_000, "generous"));
        assertThat(policy.refusal(may("blocked", Operation.OFFER))).get().isInstanceOf(Problem.DeviceBlocked.class);
        assertThat(policy.refusal(may("unverified", Operation.SYNC))).get().isInstanceOf(Problem.PolicyRefused.class);
        assertThat(policy.refusal(may("verified", Operation.OFFER))).get().isInstanceOf(Problem.MissingPart.class);
    }

    @Test
    void a_rule_is_not_asked_about_what_is_refused_anyway() {
        Decisions policy = policy(LONG);
        AtomicInteger asked = new AtomicInteger();
        policy.putRule(question -> {
            asked.incrementAndGet();
            return new Verdict.NoObjection();
        }, properties(9, 0, "counter"));
        policy.refusal(may("blocked", Operation.OFFER));
        policy.refusal(may("unverified", Operation.SYNC));
        assertThat(asked).hasValue(0);
    }

    @Test
    void of_several_vetoes_the_highest_ranking_one_is_shown() {
        Decisions policy = policy(LONG);
        policy.putRule(question -> new Verdict.Veto("low"), properties(8, -5, "low"));
        policy.putRule(question -> new Verdict.Veto("high"), properties(9, 5, "high"));
        policy.putRule(question -> new Verdict.Veto("middle"), properties(10, 0, "middle"));
        assertVetoed(policy.refusal(may("trusted", Operation.OFFER)), "high", "high");
    }

    @Test
    void a_rule_that_throws_or_says_nothing_is_a_veto_with_its_name() {
        Decisions policy = policy(LONG);
        PolicyRule thrower = question -> {
            throw new IllegalStateException("on purpose");
        };
        policy.putRule(thrower, properties(9, 0, "thrower"));
        assertVetoed(policy.refusal(may("trusted", Operation.OFFER)), "thrower", "failed");
        policy.removeRule(thrower, properties(9, 0, "thrower"));
        policy.putRule(question -> null, properties(10, 0, "silent"));
        assertVetoed(policy.refusal(may("trusted", Operation.OFFER)), "silent", "no answer");
    }

    @Test
    void a_rule_that_is_late_is_a_veto_with_its_name_and_in_time() {
        Decisions policy = policy(SHORT);
        policy.putRule(new Deaf(), properties(9, 0, "deaf"));
        long start = System.nanoTime();
        assertVetoed(policy.refusal(may("trusted", Operation.OFFER)), "deaf", "in time");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void several_late_rules_share_one_patience() {
        Decisions policy = policy(Duration.ofMillis(300));
        for (int i = 0; i < 10; i++) {
            policy.putRule(question -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new Verdict.NoObjection();
            }, properties(10 + i, -i, "late" + i));
        }
        long start = System.nanoTime();
        assertVetoed(policy.refusal(may("trusted", Operation.OFFER)), "late0", "in time");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void a_rule_that_hangs_gets_no_more_than_a_few_threads_ever() {
        Decisions policy = policy(Duration.ofMillis(5));
        Deaf deaf = new Deaf();
        policy.putRule(deaf, properties(9, 0, "deaf"));
        for (int i = 0; i < 100; i++) {
            assertThat(policy.refusal(may("trusted", Operation.OFFER))).isPresent();
        }
        assertThat(deaf.asked.get()).isBetween(1, 10);
    }

    @Test
    void where_no_thread_is_free_the_answer_is_no() {
        ThreadPoolExecutor one = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        one.execute(() -> new Deaf().examine(may("trusted", Operation.OFFER)));
        Decisions policy = new Decisions(one, Runnable::run, System::nanoTime, LONG);
        policy.putProfile(subject -> Subjects.most("trusted"), Map.of("service.id", 1L, "ferry.security.relationships", "trusted"));
        policy.putRule(question -> new Verdict.NoObjection(), properties(9, 0, "unlucky"));
        assertVetoed(policy.refusal(may("trusted", Operation.OFFER)), "unlucky", "could not be asked");
        never.countDown();
        one.shutdownNow();
    }

    @Test
    void an_interrupted_question_is_a_no_and_the_interrupt_stays() {
        Decisions policy = policy(LONG);
        policy.putRule(new Deaf(), properties(9, 0, "deaf"));
        Thread.currentThread().interrupt();
        assertVetoed(policy.refusal(may("trusted", Operation.OFFER)), "deaf", "interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void rules_count_from_the_moment_they_come_to_the_moment_they_go() {
        Decisions policy = policy(LONG);
        AtomicInteger told = new AtomicInteger();
        policy.follow(() -> {
            throw new IllegalStateException("a listener that fails");
        });
        policy.follow(told::incrementAndGet).close();
        policy.follow(told::incrementAndGet);
        PolicyRule no = question -> new Verdict.Veto("no");
        policy.putRule(no, properties(9, 0, "no"));
        assertThat(policy.refusal(may("trusted", Operation.OFFER))).isPresent();
        policy.removeRule(no, properties(9, 0, "no"));
        assertThat(policy.refusal(may("trusted", Operation.OFFER))).isEmpty();
        assertThat(told).hasValue(2);
    }

    @Test
    void a_reason_is_made_safe_to_show() {
        Decisions policy = policy(LONG);
        policy.putRule(question -> new Verdict.Veto("red \u001b[31m and \u202e backwards" + "!".repeat(1_000)), properties(9, 0, "painter"));
        Problem problem = policy.refusal(may("trusted", Operation.OFFER)).orElseThrow();
        assertThat(problem.message()).doesNotContain("\u001b", "\u202e").hasSizeLessThan(400);
    }

    @Test
    void rules_are_asked_at_the_same_time() {
        Decisions policy = policy(LONG);
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            policy.putRule(question -> {
                both.countDown();
                try {
                    return both.await(10, TimeUnit.SECONDS) ? new Verdict.NoObjection() : new Verdict.Veto("alone");
                } catch (InterruptedException e) {
                    return new Verdict.Veto("interrupted");
                }
            }, properties(9 + i, 0, "together" + i));
        }
        assertThat(policy.refusal(may("trusted", Operation.OFFER))).isEmpty();
        await().until(() -> both.getCount() == 0);
    }
}
