package dev.ferry.core.link;

import dev.ferry.core.protocol.FrameReader;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.crypto.LinkKeys;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.Urgency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A link whose other side is authenticated as far as its proof goes. Closing it closes the link and wipes its keys; any thread may close; closing is
 * idempotent.
 */
public interface Connection extends AutoCloseable {
    Purpose purpose();

    /** True on the side that dialled. */
    boolean initiator();

    SecurityContext context();

    /** Who; only for {@link SecurityContext#PINNED}. */
    Optional<DeviceId> peer();

    /** What the other side calls itself, escaped, at most 64 characters; empty when it keeps to itself. Never identifies. */
    String peerLabel();

    /** What both sides can do. */
    Capabilities capabilities();

    /** What sort of device the other side says it is; empty where it says none that is known here. */
    Optional<DeviceKind> kind();

    /** Four words to compare; empty unless the context is {@link SecurityContext#WORDS}. */
    List<String> checkWords();

    LinkFacts facts();

    /** Why this route: a sentence for the handle. */
    String routeReason();

    /** How far the other side is: what the medium measured, or how long an answer took in the greeting, whichever is less; empty on the side that was dialled. */
    Optional<Duration> roundTrip();

    /** One thread reads. Limits are those of an authenticated link. */
    FrameReader reader();

    /** Any thread writes; frames are never mixed. */
    FrameWriter writer();

    /** How urgent what is sent from now on is, where the link can tell the network. Any thread; returns at once. */
    void urgency(Urgency urgency);

    /** How many bytes have moved over the link, both ways together, the greeting included. Any thread. */
    long bytes();

    /** What the authentication left: the transcript and a secret of this very link. Wiped when the connection closes. */
    LinkKeys keys();

    /** Completes when the connection has ended, for whatever reason. */
    CompletionStage<Void> closed();

    @Override
    void close();
}
