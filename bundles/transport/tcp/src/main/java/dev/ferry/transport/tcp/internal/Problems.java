package dev.ferry.transport.tcp.internal;

import dev.ferry.model.Problem;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** The sentences. */
final class Problems {
    private Problems() { }

    static Problem dialling(String address, Throwable cause) {
        Throwable root = cause;
        // A connection that broke during the handshake is reported as a TLS fault with the break as its cause.
        while (root instanceof SSLException && root.getCause() instanceof IOException) {
            root = root.getCause();
        }
        if (root instanceof WrongPeerException || root instanceof SSLException) {
            return new Problem.EncryptionError("What answers at " + address + " does not speak Ferry's encryption: another program or another version of Ferry. "
                    + "Check the address and that both sides run a current Ferry.");
        }
        if (root instanceof NoRouteToHostException || says(root, "unreachable")) {
            return new Problem.NetworkError(true, address + " cannot be reached from here: the other device is off or on another network. "
                    + "Check that both are on the same network and try again.");
        }
        if (root instanceof ConnectException && says(root, "refused")) {
            return new Problem.NetworkError(true, "Nothing listens at " + address + ": Ferry is not running there, or uses another port. "
                    + "Start it there and try again.");
        }
        if (root instanceof ClosedChannelException || says(root, "reset") || says(root, "Broken pipe")) {
            return new Problem.NetworkError(true, "The other side at " + address + " ended the connection before it was encrypted: it is busy, or is not Ferry. "
                    + "Try again in a moment.");
        }
        return new Problem.NetworkError(true, address + " cannot be reached. Check the network of both devices and try again.");
    }

    static Problem tooSlow(String address, Duration timeout) {
        return new Problem.TimeoutError(Problem.TimeoutError.Timer.CONNECT, timeout, address + " did not answer within " + seconds(timeout)
                + ": the device has left, or a firewall is in the way. Check both and try again.");
    }

    static Problem listening(String where, int port, Throwable cause) {
        if (says(cause, "in use")) {
            return new Problem.NetworkError(false, "Port " + port + " is taken by another program, perhaps another Ferry. "
                    + "Stop that program, or choose another port; 0 takes any free one.");
        }
        if (says(cause, "denied")) {
            return new Problem.BadConfiguration("port", "Port " + port + " is reserved for the system's own services. Choose one above 1023.");
        }
        if (says(cause, "assign") || cause instanceof BindException) {
            return new Problem.BadConfiguration("address", where + " is not an address of this device. Give one that it has, or none to use every one.");
        }
        return new Problem.NetworkError(false, "Cannot listen at " + where + ", port " + port + ": the system refuses. Check its network settings.");
    }

    private static boolean says(Throwable cause, String word) {
        return cause.getMessage() != null && cause.getMessage().contains(word);
    }

    private static String seconds(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
