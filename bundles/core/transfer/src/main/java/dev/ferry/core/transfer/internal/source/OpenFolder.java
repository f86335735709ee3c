package dev.ferry.core.transfer.internal.source;

import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.FileIdentity;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A folder that is being listed. */
final class OpenFolder {
    /** Of one walk; further up the rest of the names is read into memory, so that depth costs no descriptors. */
    static final int MOST_OPEN = 64;

    private final SourcePlace place;
    private final String prefix;
    private final FileIdentity identity;
    private final DirectoryStream<Path> listing;
    private Iterator<Path> names;
    private Optional<SkipReason> error = Optional.empty();

    private OpenFolder(SourcePlace place, String prefix, FileIdentity identity, DirectoryStream<Path> listing) {
        this.place = place;
        this.prefix = prefix;
        this.identity = identity;
        this.listing = listing;
        this.names = listing.iterator();
    }

    /** @param prefix comes before the names of its entries: empty, or a path that ends with a slash */
    static OpenFolder open(SourcePlace place, String prefix) throws IOException {
        try (Directories.Lease lease = place.root().directories().lease(place)) {
            return new OpenFolder(place, prefix, lease.handle().identity(), lease.handle().list());
        }
    }

    SourcePlace place() {
        return place;
    }

    String prefix() {
        return prefix;
    }

    /** As it is called when it is itself left out. */
    String path() {
        return prefix.isEmpty() ? place.name() : prefix.substring(0, prefix.length() - 1);
    }

    FileIdentity identity() {
        return identity;
    }

    Optional<Path> nextName() {
        try {
            return names.hasNext() ? Optional.of(names.next()) : Optional.empty();
        } catch (DirectoryIteratorException e) {
            error = Optional.of(SkipReason.UNREADABLE);
            return Optional.empty();
        }
    }

    /** Why the listing ended early. */
    Optional<SkipReason> error() {
        return error;
    }

    void drain() {
        List<Path> rest = new ArrayList<>();
        for (Optional<Path> name = nextName(); name.isPresent(); name = nextName()) {
            rest.add(name.get().getFileName());
        }
        close();
        names = rest.iterator();
    }

    void close() {
        try {
            listing.close();
        } catch (IOException e) {
            error = Optional.of(SkipReason.UNREADABLE);
        }
    }
}
