package dev.ferry.api;

import dev.ferry.model.FerryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * References: files that another device may list, fetch or add to while they stay where they are. Only paired devices have them, as far as their trust and their security
 * profile go, and those are asked again for every use.
 *
 * <p>An offered reference waits in the {@link InboxService} like other offers, under its own id: an offer that {@link #find} knows is of a reference, and when it is
 * accepted no file moves.
 */
@ProviderType
public interface ReferenceService {
    /**
     * Offers a reference. Returns before the files are counted and the other device is reached.
     *
     * @throws FerryException a file is missing or unreadable, no such paired device, or it may not have such a reference
     */
    Given give(ReferenceRequest request) throws FerryException;

    /**
     * A reference on its way.
     *
     * @param id     by which it may be revoked, even before the answer
     * @param answer the reference as it is held there; exceptionally with a {@link FerryException} where it was declined or the device not reached: then it does not hold
     */
    record Given(UUID id, CompletionStage<ReferenceView> answer) { }

    /** Given and held ones, the newest first; those that ended within 30 days too. */
    List<ReferenceView> references();

    Optional<ReferenceView> find(UUID id);

    /**
     * What is in a held reference now. Blocks; pages come on the calling thread, and the next is asked for when the listener returns. An interrupt ends it.
     *
     * @param path  of a file or folder in it, as an entry has it; empty for its top
     * @param whole with everything below, a folder before what is in it; else one level
     * @param pages at most 1,024 entries each
     * @return how many links, pipes, sockets and unreadable entries were left out
     * @throws FerryException it has ended, its owner is not reached, there is no such path, or what the owner says is no list
     */
    long list(UUID reference, String path, boolean whole, Consumer<List<ReferenceEntry>> pages) throws FerryException, InterruptedException;

    /**
     * Fetches from a held reference: a share like any other, which goes on over another connection and ends when the reference does.
     *
     * @param paths    as entries have them; empty for everything
     * @param folder   absolute; paths are kept below it; made when missing
     * @param conflict where names exist
     * @throws FerryException it has ended or may be listed only, or the folder cannot be written
     */
    ShareHandle get(UUID reference, List<String> paths, Path folder, ConflictPolicy conflict) throws FerryException;

    /**
     * Puts files into a held reference, beside what is there: a name that exists is numbered.
     *
     * @throws FerryException it has ended or may not be written, or a file is missing or unreadable
     */
    ShareHandle put(UUID reference, List<ShareRequest.Item> files) throws FerryException;

    /**
     * Ends a given reference: durable when this returns, effective within a second on transfers that run, and told to the holder now or when it is next reached.
     *
     * @throws FerryException there is no such given reference
     */
    ReferenceView revoke(UUID reference) throws FerryException;
}
