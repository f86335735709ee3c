package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.receive.ReceiveFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through the folders that files are received into for what nobody will go on with. */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private Sweep() { }

    /** The inbox, the folders of its devices, and others where something is known to be. */
    static Set<Path> places(Path inbox, Set<Path> others) {
        Set<Path> places = new LinkedHashSet<>();
        if (Files.isDirectory(inbox)) {
            places.add(inbox);
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(inbox, folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))) {
                folders.forEach(places::add);
            } catch (IOException e) {
                LOG.debug("The inbox could not be looked through", e);
            }
        }
        places.addAll(others);
        return places;
    }

    /**
     * Removes it there; says whether something is left to go on with.
     *
     * @param named by this device's user, who may have named a link; the inbox's folders have the names of other devices
     */
    static boolean isKept(Path folder, boolean named, Instant now) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (ReceiveFolder open = named ? ReceiveFolder.open(folder) : ReceiveFolder.openItself(folder, Optional.empty(), OwnFolders.NONE)) {
            open.sweepLeftovers(now);
            return open.hasUnfinished();
        } catch (DiskException e) {
            LOG.debug("A folder could not be looked through: {}", e.fault());
            return true;
        }
    }
}
