package dev.ferry.edge.control.internal.doctor;

/**
 * What one check has shown.
 *
 * @param check   which one, for programs
 * @param subject what it was about: an interface, an address, a plugin; may be empty
 * @param result  how bad it is
 * @param message for a person: what is so, and where something is wrong what to do
 */
public record Finding(Check check, String subject, Result result, String message) {
    /** What is looked at, in this order. */
    public enum Check { HOME, DISK, CLOCK, PLUGIN, INTERFACE, MULTICAST, PORT, VISIBILITY, TARGET, SIGHTING, ROUTE }

    /** How it is. */
    public enum Result {
        /** Nothing is wrong. */
        OK,
        /** It may be why something does not work. */
        WARNING,
        /** It does not work. */
        FAULT
    }

    static Finding ok(Check check, String subject, String message) {
        return new Finding(check, subject, Result.OK, message);
    }

    static Finding warning(Check check, String subject, String message) {
        return new Finding(check, subject, Result.WARNING, message);
    }

    static Finding fault(Check check, String subject, String message) {
        return new Finding(check, subject, Result.FAULT, message);
    }
}
