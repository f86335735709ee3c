package dev.ferry.core.transfer.internal.accept;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.names.NameRules;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import dev.ferry.core.transfer.internal.names.SafePath;
import dev.ferry.core.transfer.internal.names.TreeNames;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.receive.ReceiveFolder;
import java.util.BitSet;
import java.util.Optional;

/** Goes through the manifest once, in order: makes the folders on the way and says where each file goes. One thread at a time. */
final class Walk {
    private final Manifest manifest;
    private final BitSet wanted;
    private final ReceiveFolder folder;
    private final ConflictPolicy conflict;
    private final Modes modes;
    private final Found found;
    private final TreeNames names = new TreeNames();
    private int next;

    /** What it meets besides the files it was asked for. */
    interface Found {
        void folder(int index, SafePath made) throws InterruptedException;

        void cannotMake(int index, DiskException why);
    }

    /** @param wanted entries to be received, files and folders */
    Walk(Manifest manifest, BitSet wanted, ReceiveFolder folder, ConflictPolicy conflict, Modes modes, Found found) {
        this.manifest = manifest;
        this.wanted = wanted;
        this.folder = folder;
        this.conflict = conflict;
        this.modes = modes;
        this.found = found;
    }

    /** Where this file goes; files are asked for in the order of the manifest, each once. */
    SafePath fileAt(int index) throws InterruptedException {
        advance(index);
        next = index + 1;
        return names.file(usable(manifest.entry(index)));
    }

    /** Everything that is left: folders after the last file. */
    void finish() throws InterruptedException {
        advance(manifest.count());
    }

    private void advance(int end) throws InterruptedException {
        for (; next < end; next++) {
            ManifestEntry entry = manifest.entry(next);
            if (wanted.get(next) && entry.folder()) {
                make(next, entry);
            } else if (wanted.get(next)) {
                // A file that is not written now still has its name, so that its neighbours' names do not depend on what was interrupted when.
                names.file(usable(entry));
            }
        }
    }

    private void make(int index, ManifestEntry entry) throws InterruptedException {
        SafePath given = names.directory(usable(entry));
        try {
            SafePath made = folder.makeDirectory(given, conflict);
            if (!made.equals(given)) {
                names.renamed(given, made);
            }
            entry.modified().ifPresent(time -> folder.timeOfDirectory(made, time));
            modes.of(entry).ifPresent(mode -> folder.modeOfDirectory(made, mode));
            found.folder(index, made);
        } catch (DiskException e) {
            found.cannotMake(index, e);
        }
    }

    private static NameVerdict.Usable usable(ManifestEntry entry) {
        return usableName(entry).orElseThrow(() -> new IllegalStateException("An entry is walked that was not admitted"));
    }

    /** Empty: the name is refused. */
    static Optional<NameVerdict.Usable> usableName(ManifestEntry entry) {
        return NameRules.judge(entry.path()) instanceof NameVerdict.Usable usable ? Optional.of(usable) : Optional.empty();
    }
}
