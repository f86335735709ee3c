package dev.ferry.core.policy.internal;

import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import dev.ferry.spi.policy.PolicyQuestion;
import dev.ferry.spi.policy.PolicyRule;
import dev.ferry.spi.policy.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A vendor's rule, kept at arm's length: whatever it does instead of answering is a veto in its name. */
final class Rule {
    private static final Logger LOG = LoggerFactory.getLogger(Rule.class);
    /** Calls that never return hold a thread each; a rule that hangs gets no more of them than this. */
    private static final int MOST_UNANSWERED = 8;
    private static final int LONGEST_REASON = 300;

    private final PolicyRule rule;
    private final String name;
    private final AtomicInteger unanswered = new AtomicInteger();

    /** @param properties of the service, of which one names it */
    Rule(PolicyRule rule, Map<String, Object> properties) {
        this.rule = rule;
        this.name = PeerText.escape(String.valueOf(properties.getOrDefault("ferry.policy.id", properties.getOrDefault("component.name", rule.getClass().getName()))), 100);
    }

    /** A question that was put to it. */
    record Asked(Rule rule, Optional<Future<Verdict>> answer) {
        /**
         * Waits until the deadline.
         *
         * @param deadline in nanoseconds of the clock
         * @return the veto, empty where the rule has no objection
         */
        Optional<Problem> veto(LongSupplier nanoTime, long deadline) {
            if (answer.isEmpty()) {
                return rule.fault("could not be asked, because earlier questions are not answered yet or all threads are busy");
            }
            try {
                return rule.veto(answer.get().get(Math.max(0, deadline - nanoTime.getAsLong()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return rule.fault("did not answer in time");
            } catch (ExecutionException e) {
                LOG.warn("The policy rule {} failed, which counts as a veto", rule.name, e.getCause());
                return rule.fault("failed");
            } catch (CancellationException e) {
                return rule.fault("was stopped");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return rule.fault("was interrupted");
            }
        }

        /** The answer is not wanted any more. */
        void forget() {
            answer.ifPresent(pending -> pending.cancel(true));
        }
    }

    Asked ask(PolicyQuestion question, ExecutorService io) {
        if (unanswered.get() >= MOST_UNANSWERED) {
            return new Asked(this, Optional.empty());
        }
        try {
            return new Asked(this, Optional.of(io.submit(() -> {
                unanswered.incrementAndGet();
                try {
                    return rule.examine(question);
                } finally {
                    unanswered.decrementAndGet();
                }
            })));
        } catch (RejectedExecutionException e) {
            return new Asked(this, Optional.empty());
        }
    }

    private Optional<Problem> veto(Verdict verdict) {
        if (verdict instanceof Verdict.NoObjection) {
            return Optional.empty();
        }
        return verdict instanceof Verdict.Veto veto ? Optional.of(Words.vetoed(name, PeerText.escape(String.valueOf(veto.reason()), LONGEST_REASON)))
                : fault("gave no answer");
    }

    private Optional<Problem> fault(String what) {
        LOG.warn("The policy rule {} {}, which counts as a veto", name, what);
        return Optional.of(Words.vetoed(name, "it " + what + ". Whoever runs this rule must look after it; while it is installed, silence means no."));
    }
}
