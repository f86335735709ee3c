package dev.ferry.core.policy.internal;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Operation;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Feature;
import dev.ferry.model.SessionTerms.Metadata;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What no profile may give, whoever wrote it. The contract test of security profiles has the same rules: P6 to P14. */
final class TermsLaw {
    private static final Duration LONGEST_LINK = Duration.ofHours(24);
    private static final long MOST_LINK_BYTES = 64L * 1024 * 1024 * 1024;

    private TermsLaw() { }

    /** The first rule that the terms break, in words that follow "it". */
    static Optional<String> broken(DeviceRelationship subject, SessionTerms terms) {
        Set<Operation> row = TrustMatrix.row(subject.governedBy());
        if (terms.consent() == Consent.AUTOMATIC && !row.contains(Operation.AUTO_ACCEPT)) {
            return Optional.of("it asks nobody");
        }
        if (terms.features().contains(Feature.MOVE) && !row.contains(Operation.MOVE)
                || terms.features().contains(Feature.SYNC) && !row.contains(Operation.SYNC)
                || terms.features().contains(Feature.REFERENCE) && !row.contains(Operation.LIST)) {
            return Optional.of("it allows more than the relationship does");
        }
        return subject instanceof DeviceRelationship.Unknown unknown ? brokenForStranger(unknown, terms) : brokenForPaired(terms);
    }

    private static Optional<String> brokenForStranger(DeviceRelationship.Unknown subject, SessionTerms terms) {
        boolean told = subject.context() == SecurityContext.CODE || subject.context() == SecurityContext.TICKET;
        if (!terms.keys().throwaway()) {
            return Optional.of("its keys outlive the transfer");
        }
        if (terms.history()) {
            return Optional.of("it keeps a history");
        }
        if (terms.resumable()) {
            return Optional.of("it resumes without agreement");
        }
        if (terms.timeout().isEmpty()) {
            return Optional.of("its transfers need not end");
        }
        return terms.metadata().compareTo(told ? Metadata.TIMES : Metadata.MINIMAL) > 0 ? Optional.of("it tells too much about files") : Optional.empty();
    }

    private static Optional<String> brokenForPaired(SessionTerms terms) {
        boolean endless = terms.keys().linkLife().compareTo(LONGEST_LINK) > 0 || terms.keys().linkBytes() > MOST_LINK_BYTES;
        return endless ? Optional.of("its links last too long") : Optional.empty();
    }
}
