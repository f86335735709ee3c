package dev.ferry.core.transfer.internal.session;

import dev.ferry.model.Problem;
import java.util.Objects;

/**
 * Why a connection ended.
 *
 * @param problem for those whose transfer was on it
 * @param lost    whether the network or the other process is to blame, so that another connection may go on
 */
public record Ending(Problem problem, boolean lost) {
    public Ending {
        Objects.requireNonNull(problem, "problem");
    }

    public static Ending broken() {
        return new Ending(new Problem.NetworkError(true, "The connection to the other device broke. Is it still on, and on the same network? Try again."), true);
    }

    static Ending silent() {
        return new Ending(new Problem.NetworkError(true, "Nothing was heard from the other device for a minute. Is it still on, and on the same network? Try again."),
                true);
    }

    static Ending left() {
        return new Ending(new Problem.NetworkError(true, "The other device closed the connection. Is Ferry still running there? Try again."), true);
    }

    static Ending theirFault() {
        return new Ending(new Problem.ProtocolError("The other device does not keep to the protocol, so the connection was closed. Is its Ferry damaged or of another version?"),
                false);
    }

    static Ending ourFault() {
        return new Ending(new Problem.ProtocolError("The other device says that this one does not keep to the protocol. Are both of the same version of Ferry?"), false);
    }

    /** Everything on it is over. */
    public static Ending done() {
        return new Ending(new Problem.Cancelled(false, "The connection was not needed any more."), false);
    }

    /** Ferry stops on this device; the other side may connect again. */
    public static Ending leaving() {
        return new Ending(new Problem.NetworkError(true, "Ferry was stopped on this device. Start it again: a daemon goes on with what it was sending to paired devices; share anything else again."), false);
    }

    /** This side wanted it. */
    public static Ending because(Problem problem) {
        return new Ending(problem, false);
    }

    /** This side wanted it, and would go on over another connection. */
    public static Ending replaced() {
        return new Ending(new Problem.NetworkError(true, "The connection was replaced by a newer one."), true);
    }
}
