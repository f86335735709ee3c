package dev.ferry.core.protocol.crypto;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a link is authenticated. The number is part of the {@link Transcript}, so that what was said in one method is
 * worthless in another.
 */
public enum AuthMethod {
    /** Two paired devices, with the key they share and their identities: {@link PairedAuth}. */
    PAIRED(1),
    /** A short code that a person typed: {@link CodeAuth} with {@link PairingCode}. */
    CODE(2),
    /** A ticket that was scanned or pasted: {@link CodeAuth} with {@link Ticket}. */
    TICKET(3),
    /** Words that two persons compared: {@link CheckWords}. */
    WORDS(4);

    private final int number;

    AuthMethod(int number) {
        this.number = number;
    }

    /** The number on the wire, 1 to 255; never reused. */
    public int number() {
        return number;
    }

    /** The method with this number, if there is one. */
    public static Optional<AuthMethod> of(int number) {
        return Arrays.stream(values()).filter(method -> method.number == number).findFirst();
    }
}
