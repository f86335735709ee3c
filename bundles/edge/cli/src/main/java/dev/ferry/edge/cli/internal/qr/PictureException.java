package dev.ferry.edge.cli.internal.qr;

/** A picture from which no ticket can be had, and why: a stable code for programs and a sentence for a person. */
public final class PictureException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Fault {
        UNREADABLE("file-access"), TOO_LARGE("picture-too-large"), NO_PICTURE("no-picture"), NO_QR("no-qr-code"), SEVERAL("several-qr-codes"), FOREIGN("foreign-qr-code");

        private final String code;

        Fault(String code) {
            this.code = code;
        }

        /** For programs. */
        public String code() {
            return code;
        }
    }

    private final Fault fault;

    PictureException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
