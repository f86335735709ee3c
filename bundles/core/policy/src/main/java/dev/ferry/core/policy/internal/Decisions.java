package dev.ferry.core.policy.internal;

import dev.ferry.core.policy.Policy;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Operation;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import dev.ferry.model.Registration;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Feature;
import dev.ferry.spi.policy.PolicyQuestion;
import dev.ferry.spi.policy.PolicyRule;
import dev.ferry.spi.security.SecurityProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Policy}: the matrix, then the terms of whichever profile governs, then every rule. Each can only refuse what the ones before it left. */
class Decisions implements Policy {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final ExecutorService io;
    private final Executor events;
    private final LongSupplier nanoTime;
    private final Duration patience;
    private final Ranked<SecurityProfile> profiles = new Ranked<>();
    private final Ranked<Rule> rules = new Ranked<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param io       asks rules
     * @param events   tells listeners
     * @param patience how long rules have for an answer, all together
     */
    Decisions(ExecutorService io, Executor events, LongSupplier nanoTime, Duration patience) {
        this.io = io;
        this.events = events;
        this.nanoTime = nanoTime;
        this.patience = patience;
    }

    final void putProfile(SecurityProfile profile, Map<String, Object> properties) {
        profiles.put(profile, properties);
        changed();
    }

    final void removeProfile(SecurityProfile profile, Map<String, Object> properties) {
        profiles.remove(profile, properties);
        changed();
    }

    final void putRule(PolicyRule rule, Map<String, Object> properties) {
        rules.put(new Rule(rule, properties), properties);
        changed();
    }

    final void removeRule(PolicyRule rule, Map<String, Object> properties) {
        rules.remove(new Rule(rule, properties), properties);
        changed();
    }

    private void changed() {
        try {
            events.execute(() -> listeners.forEach(Decisions::tell));
        } catch (RejectedExecutionException e) {
            LOG.debug("Nobody is told that profiles or rules changed: everything is stopping");
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed as it was told that profiles or rules changed", listener.getClass().getName(), e);
        }
    }

    @Override
    public final Registration follow(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public final boolean inMatrix(DeviceRelationship subject, Operation operation) {
        return TrustMatrix.row(subject.governedBy()).contains(operation);
    }

    @Override
    public final Optional<Problem> refusal(PolicyQuestion question) {
        DeviceRelationship subject = question.subject();
        if (subject instanceof DeviceRelationship.Blocked blocked) {
            return Optional.of(Words.blocked(blocked));
        }
        if (!inMatrix(subject, question.operation())) {
            return Optional.of(Words.notInMatrix(subject, question.operation()));
        }
        if (needsTerms(subject, question.operation())) {
            Optional<Problem> refusal = refusalByTerms(subject, question.operation());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return veto(question);
    }

    /** Pairing moves no file and must work where drops are not installed; so must the link on which a stranger pairs. */
    private static boolean needsTerms(DeviceRelationship subject, Operation operation) {
        return switch (operation) {
            case SEE_PRESENCE, PAIR -> false;
            case CONNECT -> !(subject instanceof DeviceRelationship.Unknown);
            default -> true;
        };
    }

    private Optional<Problem> refusalByTerms(DeviceRelationship subject, Operation operation) {
        try {
            SessionTerms terms = terms(subject);
            return inTerms(subject, terms, operation) ? Optional.empty() : Optional.of(Words.notInTerms(subject, terms, operation));
        } catch (FerryException e) {
            return Optional.of(e.problem());
        }
    }

    /** Resuming and reading a drop is agreed when it is accepted, not by the terms. */
    private static boolean inTerms(DeviceRelationship subject, SessionTerms terms, Operation operation) {
        boolean stranger = subject instanceof DeviceRelationship.Unknown;
        return switch (operation) {
            case AUTO_ACCEPT -> terms.consent() == Consent.AUTOMATIC;
            case RESUME -> stranger || terms.resumable();
            case MOVE -> terms.features().contains(Feature.MOVE);
            case LIST, READ -> stranger || terms.features().contains(Feature.REFERENCE);
            case SYNC -> terms.features().contains(Feature.SYNC);
            case SEE_PRESENCE, CONNECT, OFFER, OVERWRITE, PAIR -> true;
        };
    }

    private Optional<Problem> veto(PolicyQuestion question) {
        long deadline = nanoTime.getAsLong() + patience.toNanos();
        List<Rule.Asked> asked = rules.all().stream().map(entry -> entry.service().ask(question, io)).toList();
        try {
            for (Rule.Asked one : asked) {
                Optional<Problem> veto = one.veto(nanoTime, deadline);
                if (veto.isPresent()) {
                    return veto;
                }
            }
            return Optional.empty();
        } finally {
            asked.forEach(Rule.Asked::forget);
        }
    }

    @Override
    public final SessionTerms terms(DeviceRelationship subject) throws FerryException {
        if (subject instanceof DeviceRelationship.Blocked blocked) {
            throw new FerryException(Words.blocked(blocked));
        }
        Ranked.Entry<SecurityProfile> profile = profiles.all().stream().filter(entry -> governs(entry, subject.governedBy())).findFirst()
                .orElseThrow(() -> new FerryException(Words.noProfile(subject, usualBundle(subject.governedBy()))));
        SessionTerms terms = ask(profile, subject);
        Optional<String> broken = TermsLaw.broken(subject, terms);
        if (broken.isPresent()) {
            throw new FerryException(Words.faultyProfile(subject, id(profile), broken.get()));
        }
        return terms;
    }

    private static SessionTerms ask(Ranked.Entry<SecurityProfile> profile, DeviceRelationship subject) throws FerryException {
        try {
            SessionTerms terms = profile.service().terms(subject);
            if (terms != null) {
                return terms;
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.error("The security profile {} failed", id(profile), e);
        }
        throw new FerryException(Words.faultyProfile(subject, id(profile), "it gives no terms"));
    }

    private static boolean governs(Ranked.Entry<SecurityProfile> profile, String relationship) {
        Object governed = profile.properties().get("ferry.security.relationships");
        return relationship.equals(governed) || governed instanceof String[] several && Arrays.asList(several).contains(relationship);
    }

    private static String id(Ranked.Entry<SecurityProfile> profile) {
        return PeerText.escape(String.valueOf(profile.properties().getOrDefault("ferry.security.id", profile.service().getClass().getName())), 100);
    }

    /** Ours; a vendor's may govern the same. */
    private static String usualBundle(String relationship) {
        return "dev.ferry.security." + switch (relationship) {
            case "trusted" -> "trusted";
            case "verified", "unverified" -> "verified";
            default -> "ephemeral";
        };
    }
}
