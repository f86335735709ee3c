package dev.ferry.core.link;

import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.model.DeviceId;

/** How the two sides of a new connection convince each other. */
public sealed interface Proof {
    /** Both know the pair's secret and sign with the keys stored at pairing. */
    record Pinned(DeviceId peer) implements Proof { }

    /** Both know a typed code. */
    record Code(PairingCode code) implements Proof { }

    /** Both know a ticket's secret. */
    record WithTicket(Ticket ticket) implements Proof { }

    /** Nothing is known: four words for two people to compare. */
    record Words() implements Proof { }
}
