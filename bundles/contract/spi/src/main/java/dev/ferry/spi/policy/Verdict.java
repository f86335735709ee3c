package dev.ferry.spi.policy;

/** What a rule says. There is no "allow": a rule cannot grant. */
public sealed interface Verdict {
    /** Nothing against it. */
    record NoObjection() implements Verdict { }

    /** Refused. */
    record Veto(String reason) implements Verdict { }
}
