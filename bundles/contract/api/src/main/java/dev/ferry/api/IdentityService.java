package dev.ferry.api;

import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Takes this device's identity, with its pairs and blocked devices, from one home to another. Both calls block for a second or so: deriving a key from a passphrase is meant to be slow. */
@ProviderType
public interface IdentityService {
    /** Fewer characters than this would be guessed by whoever gets the file. */
    int SHORTEST_PASSPHRASE = 8;

    /**
     * Writes the identity, sealed under a passphrase, into a new file that only this user may read.
     *
     * @param passphrase at least {@link #SHORTEST_PASSPHRASE} characters; the caller wipes it
     * @return whose identity it is
     * @throws FerryException the passphrase is too short, the file exists or cannot be written, or this device is a guest of its home
     */
    DeviceId export(Path file, char[] passphrase) throws FerryException;

    /**
     * Puts an exported identity into the place of this home's. The device goes on under its old identity until it is started again; until then nothing else may be asked of it.
     *
     * @param replace also where this home has pairs or blocked devices, which are lost then
     * @return whose identity it is
     * @throws FerryException wrong passphrase or changed file, no such file, this home has pairs and {@code replace} is false, or this device is a guest of its home; nothing was
     *                        changed then
     */
    DeviceId restore(Path file, char[] passphrase, boolean replace) throws FerryException;
}
