package dev.ferry.api;

import dev.ferry.model.Registration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** One share, of either direction, from its request to ten minutes after its end. */
@ProviderType
public interface ShareHandle {
    /** Unique and stable over resume. */
    UUID id();

    /** A snapshot; cheap. */
    ShareView view();

    /** Stops the flow on both sides; no effect on an ended share. */
    void pause();

    /** Goes on after {@link #pause()}. */
    void resume();

    /** Ends it on both sides within two seconds. What was received whole stays; what is partial is removed. */
    void cancel();

    /** Its priority and limit as they are now. */
    Pace pace();

    /** Changes them; felt within a tenth of a second, and not at all by an ended share. What the relationship's terms limit stays limited. */
    void pace(Pace pace);

    /** Completed exactly once with the final result, never exceptionally. */
    CompletionStage<ShareResult> result();

    /**
     * Calls back with a snapshot now, after each change, and at most four times a second while bytes flow; bytes and files never go back. The last call carries the
     * final state, exactly once, however slow the listener.
     */
    Registration follow(Consumer<ShareView> listener);
}
