package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.transfer.internal.check.CompareBlocks;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.manifest.EntryKeys;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import dev.ferry.core.transfer.internal.names.SafePath;
import dev.ferry.core.transfer.internal.names.TreeNames;
import dev.ferry.core.transfer.internal.receive.Heritage;
import dev.ferry.core.transfer.internal.receive.ReceiveFolder;
import dev.ferry.core.transfer.internal.receive.Standing;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is here already of a transfer's files, from an earlier run or as older versions.
 *
 * @param keys       of the entries; empty where nothing is kept for later
 * @param done       files that this very transfer has placed before
 * @param candidates files to compare before anything of them is sent
 */
record Inherited(Optional<EntryKeys> keys, Heritage heritage, BitSet done, BitSet candidates) {
    static Inherited none() {
        return new Inherited(Optional.empty(), Heritage.NONE, new BitSet(), new BitSet());
    }

    /** Looks in the folder for what earlier transfers of the same device left. */
    static Inherited of(Manifest manifest, BitSet selected, ReceiveFolder folder, Instant now) throws DiskException {
        EntryKeys keys = EntryKeys.of(manifest);
        Heritage heritage = folder.inherit(keys::contains, now);
        Inherited inherited = new Inherited(Optional.of(keys), heritage, new BitSet(), new BitSet());
        if (!heritage.parts().isEmpty() || !heritage.placed().isEmpty()) {
            for (int i = selected.nextSetBit(0); i >= 0; i = selected.nextSetBit(i + 1)) {
                inherited.sort(i, manifest.entry(i));
            }
        }
        return inherited;
    }

    private void sort(int index, ManifestEntry entry) {
        OptionalLong key = entry.folder() ? OptionalLong.empty() : key(index);
        if (key.isPresent() && heritage.placed().isDone(key.getAsLong())) {
            done.set(index);
        } else if (key.isPresent() && CompareBlocks.isComparable(entry.size())) {
            candidates.set(index, heritage.parts().contains(key.getAsLong()) || heritage.placed().contains(key.getAsLong()));
        }
    }

    /** And for files that stand where these go: only where everything in the folder is of the same device, since what is asked for tells the sender what is there. */
    void addVersions(Manifest manifest, BitSet selected, ReceiveFolder folder) throws DiskException {
        TreeNames names = new TreeNames();
        SafePath missing = null;
        for (int i = selected.nextSetBit(0); i >= 0; i = selected.nextSetBit(i + 1)) {
            ManifestEntry entry = manifest.entry(i);
            Optional<NameVerdict.Usable> usable = Walk.usableName(entry);
            if (usable.isEmpty()) {
                continue;
            }
            SafePath place = entry.folder() ? names.directory(usable.get()) : names.file(usable.get());
            if (entry.folder() || place.parent().equals(missing) || done.get(i) || candidates.get(i) || key(i).isEmpty() || !CompareBlocks.isComparable(entry.size())) {
                continue;
            }
            Standing there = folder.standing(place);
            if (there instanceof Standing.File file) {
                candidates.set(i, (file.length() == 0) == (entry.size() == 0));
            } else if (there instanceof Standing.Free && !(folder.standing(place.parent()) instanceof Standing.Directory) && !place.parent().isRoot()) {
                missing = place.parent();
            }
        }
    }

    OptionalLong key(int index) {
        return keys.map(all -> all.of(index)).orElse(OptionalLong.empty());
    }

    boolean hasPart(int index) {
        OptionalLong key = key(index);
        return key.isPresent() && heritage.parts().contains(key.getAsLong());
    }

    /** Under another name than its own, where an earlier run placed it. */
    Optional<SafePath> placedAs(int index) {
        OptionalLong key = key(index);
        return key.isPresent() ? heritage.placedAs(key.getAsLong()) : Optional.empty();
    }

    /** Whether the file that stands under its name may be looked at. */
    boolean mayCompareStanding(int index, boolean versions) {
        OptionalLong key = key(index);
        return versions || key.isPresent() && heritage.placed().contains(key.getAsLong());
    }
}
