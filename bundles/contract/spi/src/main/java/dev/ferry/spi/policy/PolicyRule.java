package dev.ferry.spi.policy;

import org.osgi.annotation.versioning.ConsumerType;

/** A rule that may say no. Registered as a service; {@code service.ranking} decides whose reason is shown first. */
@ConsumerType
public interface PolicyRule {
    /**
     * Examines one operation.
     *
     * @return {@link Verdict.NoObjection} or {@link Verdict.Veto} with a reason that the local person may read
     */
    Verdict examine(PolicyQuestion question);
}
