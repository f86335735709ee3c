package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.policy.Policy;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.Registration;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Chunking;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Keys;
import dev.ferry.model.SessionTerms.Metadata;
import dev.ferry.model.TrustLevel;
import dev.ferry.spi.policy.PolicyQuestion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The matrix as far as a transfer meets it, with terms that a test may change. */
final class FakePolicy implements Policy {
    static final SessionTerms DROP = new SessionTerms("ephemeral", Consent.ASK, new Keys(true, Duration.ofHours(1), Long.MAX_VALUE), false,
            new Chunking(false, 64 * 1024, 256 * 1024), 1, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(5L << 30), Optional.of(Duration.ofHours(1)),
            Metadata.MINIMAL, false, Set.of());
    private static final SessionTerms PAIR = new SessionTerms("trusted", Consent.AUTOMATIC, new Keys(false, Duration.ofHours(24), 64L << 30), true,
            new Chunking(true, 64 * 1024, 4 * 1024 * 1024), 4, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Metadata.TIMES, true,
            Set.of());

    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<SessionTerms> change = UnaryOperator.identity();
    private volatile boolean profileMissing;
    private volatile Consumer<Operation> asked = operation -> { };

    void change(UnaryOperator<SessionTerms> change) {
        this.change = change;
    }

    /** Hears every question, before it is answered. */
    void whenAsked(Consumer<Operation> listener) {
        asked = listener;
    }

    void removeProfiles() {
        profileMissing = true;
        followers.forEach(Runnable::run);
    }

    @Override
    public Optional<Problem> refusal(PolicyQuestion question) {
        asked.accept(question.operation());
        return inMatrix(question.subject(), question.operation()) ? Optional.empty()
                : Optional.of(new Problem.PolicyRefused("matrix", "Not allowed: " + question.operation()));
    }

    @Override
    public boolean inMatrix(DeviceRelationship subject, Operation operation) {
        if (subject instanceof DeviceRelationship.Blocked) {
            return false;
        }
        if (subject instanceof DeviceRelationship.Paired paired) {
            return switch (operation) {
                case AUTO_ACCEPT, MOVE, SYNC -> paired.trust() == TrustLevel.TRUSTED;
                case LIST, READ -> paired.trust() != TrustLevel.UNVERIFIED;
                default -> true;
            };
        }
        return operation == Operation.OFFER || operation == Operation.CONNECT;
    }

    @Override
    public SessionTerms terms(DeviceRelationship subject) throws FerryException {
        if (profileMissing) {
            throw new FerryException(new Problem.MissingPart("dev.ferry.security." + subject.governedBy(), "No profile governs this."));
        }
        if (subject instanceof DeviceRelationship.Blocked blocked) {
            throw new FerryException(new Problem.DeviceBlocked("", blocked.reason(), "Blocked."));
        }
        if (subject instanceof DeviceRelationship.Paired paired) {
            return change.apply(paired.trust() == TrustLevel.TRUSTED ? PAIR : asking(PAIR));
        }
        return change.apply(DROP);
    }

    static SessionTerms asking(SessionTerms t) {
        return new SessionTerms("verified", Consent.ASK, t.keys(), t.resumable(), t.chunking(), t.streams(), t.compressFrom(), t.bytesPerSecond(), t.maxFileBytes(),
                t.timeout(), t.metadata(), t.history(), t.features());
    }

    @Override
    public Registration follow(Runnable listener) {
        followers.add(listener);
        return () -> followers.remove(listener);
    }
}
