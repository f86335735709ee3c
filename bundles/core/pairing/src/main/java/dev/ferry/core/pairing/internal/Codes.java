package dev.ferry.core.pairing.internal;

import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.CodeFormatException;
import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;

/** Reads what a person typed or scanned. */
final class Codes {
    private Codes() { }

    static Proof parse(String typed, InstantSource clock) throws FerryException {
        char[] text = typed.strip().toCharArray();
        try {
            String start = typed.strip().toLowerCase(Locale.ROOT);
            if (!start.startsWith("ferry:") && !start.startsWith("https:")) {
                return new Proof.Code(PairingCode.parse(text));
            }
            Ticket ticket = Ticket.parse(text);
            if (ticket.purpose() != Purpose.PAIR) {
                ticket.close();
                throw new FerryException(new Problem.WrongCode("This ticket is for receiving files, not for pairing. Use it with: ferry receive"));
            }
            if (ticket.expiredAt(clock.instant())) {
                ticket.close();
                throw new FerryException(new Problem.WrongCode("The ticket has expired. Ask for a new one; and check that both clocks are right."));
            }
            return new Proof.WithTicket(ticket);
        } catch (CodeFormatException e) {
            throw new FerryException(new Problem.WrongCode(e.getMessage()), e);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    static void close(Proof proof) {
        if (proof instanceof Proof.Code code) {
            code.code().close();
        } else if (proof instanceof Proof.WithTicket ticket) {
            ticket.ticket().close();
        }
    }
}
