package dev.ferry.core.transfer.internal.accept;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import dev.ferry.core.transfer.internal.names.SafePath;
import dev.ferry.core.transfer.internal.names.TreeNames;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.receive.ReceiveFolder;
import dev.ferry.core.transfer.internal.receive.Standing;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the accepted entries are wanted, before a byte of them moves.
 *
 * @param wanted   files and folders to receive
 * @param faults   why the others are not
 * @param conflict the first entry whose place is taken, as its name would be here
 */
record Admission(BitSet wanted, Map<Integer, EntryFault> faults, Optional<SafePath> conflict) {
    /** Looks at every name; except of what this transfer has placed before, at what stands in the folder only where the policy is not to add beside it. */
    static Admission of(Manifest manifest, BitSet selected, BitSet done, ReceiveFolder folder, ConflictPolicy policy) throws DiskException {
        BitSet wanted = (BitSet) selected.clone();
        Map<Integer, EntryFault> faults = new LinkedHashMap<>();
        boolean look = policy == ConflictPolicy.SKIP || policy == ConflictPolicy.FAIL;
        TreeNames names = new TreeNames();
        SafePath first = null;
        for (int i = selected.nextSetBit(0); i >= 0; i = selected.nextSetBit(i + 1)) {
            ManifestEntry entry = manifest.entry(i);
            Optional<NameVerdict.Usable> usable = Walk.usableName(entry);
            if (usable.isEmpty()) {
                faults.put(i, EntryFault.NAME_REFUSED);
                wanted.clear(i);
            } else if (look && !done.get(i)) {
                SafePath place = entry.folder() ? names.directory(usable.get()) : names.file(usable.get());
                Standing there = folder.standing(place);
                boolean taken = entry.folder() ? there instanceof Standing.File || there instanceof Standing.Other : !(there instanceof Standing.Free);
                if (taken) {
                    faults.put(i, isSame(entry, there) ? EntryFault.SKIPPED_IDENTICAL : EntryFault.EXISTS);
                    wanted.clear(i);
                    first = first == null ? place : first;
                }
            }
        }
        return new Admission(wanted, faults, Optional.ofNullable(first));
    }

    private static boolean isSame(ManifestEntry entry, Standing there) {
        return there instanceof Standing.File file && file.length() == entry.size()
                && entry.modified().map(time -> time.getEpochSecond() == file.modified().toInstant().getEpochSecond()).orElse(false);
    }
}
