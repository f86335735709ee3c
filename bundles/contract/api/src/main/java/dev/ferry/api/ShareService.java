package dev.ferry.api;

import dev.ferry.model.FerryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/** The one share action. What it does follows from the relationship to the target; the caller passes no mode. */
@ProviderType
public interface ShareService {
    /**
     * Shares files. Returns before any byte flows. Where this device stays, a share that has reached its paired device once outlives this process and the loss of the network, unless
     * its terms or options forbid resumption: its next process goes on with it under the same id. Asked for the same again while it waits, this is that share.
     *
     * @throws FerryException the request cannot start: a file is missing or unreadable, an option would loosen the terms, no such target, blocked, no profile
     */
    ShareHandle share(ShareRequest request) throws FerryException;

    /**
     * Shares files with a paired device that may be away: now, if it is there, else when it is. Kept durably when the call returns: the end of this process, whichever way, does
     * not end the share. What goes is what the files are at that time; shares that wait for the same device go in the order of these calls. One that waits for longer than the
     * configured time ends, as does one whose files are gone or whose device is not paired any more. Only where this device stays ({@code ferry up}).
     *
     * @throws FerryException as {@link #share}; the target is no paired device; too much waits already; this process is there for one command
     */
    ShareHandle queue(ShareRequest request) throws FerryException;

    /**
     * Takes what someone offers under a code, ticket or address: dials, authenticates with the code, and receives. The twin of a share to {@link ShareTarget.CodeHolder}.
     *
     * @throws FerryException the code is malformed or the folder cannot be written
     */
    ShareHandle collect(CollectRequest request) throws FerryException;

    /**
     * Whether files can be received into this folder, as far as that can be told before there are any. It is made when something is accepted.
     *
     * @throws FerryException it is no folder, may not be written, or is one of this device's own: the problem says which
     */
    void demandReceivable(Path folder) throws FerryException;

    /** Running shares of both directions and the ones that ended within ten minutes, newest first. */
    List<ShareHandle> shares();

    Optional<ShareHandle> find(UUID id);

    /** What holds for all shares now: as the configuration says, where nobody changed it since. */
    Limits limits();

    /** What the configuration says. */
    Limits configuredLimits();

    /**
     * Changes that, also for later processes, until it is changed again or the configuration's limits are; felt within a tenth of a second. What a sender was granted before a lower limit may still
     * come: 16 MiB of each share at most.
     */
    void limits(Limits limits);
}
