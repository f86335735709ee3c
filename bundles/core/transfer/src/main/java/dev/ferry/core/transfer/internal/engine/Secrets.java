package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.CodeFormatException;
import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Codes and tickets as they are typed or pasted. */
final class Secrets {
    /** Nine to eleven digits in groups; a device's name that looks so would have to be given by its id. */
    private static final Pattern CODE = Pattern.compile("\\s*[1-9][0-9]{0,2}[-\u2010-\u2015\\s]?[0-9]{4}[-\u2010-\u2015\\s]?[0-9]{4}\\s*");

    private Secrets() { }

    static boolean looksLikeTicket(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        return upper.startsWith("FERRY:") || upper.startsWith("HTTPS:") && upper.contains("#FERRY:");
    }

    static boolean looksLikeCode(String text) {
        return CODE.matcher(text).matches();
    }

    /**
     * @param purpose what the ticket must be for; a code does not say
     * @throws FerryException WrongCode, with a sentence that does not repeat what was typed
     */
    static Proof parse(String text, Purpose purpose, Instant now) throws FerryException {
        char[] typed = text.toCharArray();
        try {
            if (!looksLikeTicket(text)) {
                return new Proof.Code(PairingCode.parse(typed));
            }
            Ticket ticket = Ticket.parse(typed);
            if (ticket.purpose() != purpose) {
                throw wrong("That ticket is for something else, such as pairing. Ask for the one that belongs to the files.");
            }
            if (ticket.expiredAt(now)) {
                throw wrong("That ticket has expired. Ask the other person for a new one.");
            }
            return new Proof.WithTicket(ticket);
        } catch (CodeFormatException e) {
            throw wrong(e.getMessage());
        } finally {
            Wipe.chars(typed);
        }
    }

    /** Wipes what was parsed. */
    static void wipe(Proof proof) {
        if (proof instanceof Proof.Code code) {
            code.code().close();
        } else if (proof instanceof Proof.WithTicket ticket) {
            ticket.ticket().close();
        }
    }

    /** The public number under which its issuer announces itself. */
    static Optional<Integer> nameplate(Proof proof) {
        if (proof instanceof Proof.Code code) {
            return Optional.of(code.code().nameplate());
        }
        return proof instanceof Proof.WithTicket ticket ? Optional.of(ticket.ticket().nameplate()) : Optional.empty();
    }

    private static FerryException wrong(String message) {
        return new FerryException(new Problem.WrongCode(message));
    }
}
