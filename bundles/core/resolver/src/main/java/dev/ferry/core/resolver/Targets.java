package dev.ferry.core.resolver;

import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Resolves targets and ranks routes; learns from the session layer who is connected. */
public interface Targets {
    /**
     * What a target means now. {@link ShareTarget.CodeHolder} has no target to resolve and is refused.
     *
     * @throws FerryException nothing fits, several do, or it is blocked
     */
    Target resolve(ShareTarget target) throws FerryException;

    /**
     * The paired device that an automatic choice takes for these files. Blocks while they are looked at.
     *
     * @throws FerryException none will do: the problem names each and why; or a file is not there
     */
    Target choose(ShareTarget.Auto how, List<ShareRequest.Item> files) throws FerryException;

    /** These files have arrived at this paired device, whole: later suggestions know. Blocks while they are looked at. */
    void shared(DeviceId device, List<ShareRequest.Item> files);

    /**
     * Waits until a device announces this nameplate, then a moment longer for its other routes.
     *
     * @throws FerryException       none did within the time: the problem says what may be in the way
     * @throws InterruptedException the calling thread was interrupted
     */
    List<Route> awaitNameplate(int nameplate, Duration timeout) throws FerryException, InterruptedException;

    /**
     * Looks for whoever issued this ticket until closed: shows its addresses to the discovery plugins that make something of them, and looks wherever only its holders can find the
     * issuer. What is found in such a place announces the ticket's nameplate.
     *
     * @param ticket not kept
     */
    Seeking seekIssuer(Ticket ticket);

    /** A ticket that is being used. */
    interface Seeking extends Registration {
        /**
         * Routes that discovery plugins have made of the ticket's addresses, in the ticket's order; waits for them a moment. Empty where no such plugin is here, or the ticket has no
         * address.
         *
         * @throws InterruptedException the calling thread was interrupted
         */
        List<Route> addresses() throws InterruptedException;

        /** Whether some discovery plugin looks where only holders of the ticket do. */
        boolean elsewhere();
    }

    /** Routes to a paired device as seen now, best first, last known addresses behind them; empty where none is known. */
    List<Route> routes(DeviceId device);

    /** Calls back when routes to a paired device appear or change: return at once. */
    Registration followRoutes(Consumer<DeviceId> listener);

    /** What a person must be told about somebody who calls itself so and did not prove to be paired: the name is that of a pair, or looks like it. */
    Optional<String> lookAlike(String name);

    /** The session layer has begun to make a link to this paired device; {@link #connected} or {@link #disconnected} follows. */
    void connecting(DeviceId device);

    /**
     * The session layer has an authenticated link to this paired device. Remembers the route for next time; where this side accepted the link, the address that it came from.
     */
    void connected(DeviceId device, Route route);

    /** This route was dialled and the paired device proved to be there, on a link that is no session: remembers the route for next time. */
    void reached(DeviceId device, Route route);

    /**
     * What this paired device said of itself on an authenticated link. Counts until the next one says something else.
     *
     * @param common what both sides can do
     */
    void introduced(DeviceId device, Capabilities common, Optional<DeviceKind> kind);

    /** On a link over this route, which was dialled, an answer took no less than this: better routes are tried first. */
    void measured(DeviceId device, Route route, Duration roundTrip);

    /** It has none any more, or could not make one. */
    void disconnected(DeviceId device, Optional<String> error);

    /**
     * A resolved target.
     *
     * @param relationship final only for what authentication confirms
     * @param name         for people, escaped
     * @param routes       best first
     * @param why          for the handle: how it was resolved and how many candidates there were
     */
    record Target(DeviceRelationship relationship, String name, List<Route> routes, String why) {
        public Target {
            Objects.requireNonNull(relationship, "relationship");
            routes = List.copyOf(routes);
        }
    }
}
