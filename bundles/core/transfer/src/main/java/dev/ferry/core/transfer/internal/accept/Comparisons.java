package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.protocol.wire.Pieces;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.check.CompareBlocks;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.names.SafePath;
import dev.ferry.core.transfer.internal.receive.ReceiveFolder;
import dev.ferry.core.transfer.internal.receive.StandingFile;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The files of a transfer that are compared with what is here. One thread at a time; survives a connection. */
final class Comparisons {
    /** Of the digests of all files together. A sender serves the blocks of what was compared before anything else, so that few are waited for. */
    private static final long MAX_MEMORY = 64L << 20;

    /** Whom a comparison concerns. */
    interface Client extends Repair {
        void ask(Want.Builder want);

        /** Something is done, though nothing is heard of it. */
        void working();
    }

    private final Manifest manifest;
    private final ReceiveFolder folder;
    private final Walk walk;
    private final Inherited inherited;
    private final boolean versions;
    private final boolean mayBeSame;
    private final Modes modes;
    private final Client client;
    /** Not compared yet. */
    private final BitSet candidates = new BitSet();
    private final Map<Integer, Comparing> open = new HashMap<>();
    /** Of those that were begun over an earlier connection: a walk gives each place once. */
    private final Map<Integer, SafePath> places = new HashMap<>();
    private ByteBuffer scratch = ByteBuffer.allocate(0);
    private long memory;
    private long present;

    Comparisons(Intention intention, ReceiveFolder folder, Walk walk, Inherited inherited, BitSet wanted, Client client) {
        this.manifest = intention.manifest();
        // What is moved is deleted there: were it this very file, reached by another way, nothing would be left.
        this.mayBeSame = intention.offered().kind() != ShareKind.MOVE;
        this.modes = intention.modes();
        this.client = client;
        this.folder = folder;
        this.walk = walk;
        this.inherited = inherited;
        this.versions = intention.automatic();
        candidates.or(inherited.candidates());
        candidates.and(wanted);
    }

    BitSet candidates() {
        return candidates;
    }

    boolean isEmpty() {
        return candidates.isEmpty() && open.isEmpty();
    }

    /** Bytes that are here of the files that are not complete. */
    long present() {
        return present;
    }

    boolean has(int index) {
        return candidates.get(index) || open.containsKey(index);
    }

    boolean isOpen(int index) {
        return !open.isEmpty() && open.containsKey(index);
    }

    /** Where a file goes that was compared. */
    SafePath place(int index) {
        return places.get(index);
    }

    /** @throws ProtocolException no digests of this file were asked for, or not now */
    Comparing.Step digests(int index, Digests message) throws ProtocolException, DiskException, InterruptedException {
        Comparing file = open.get(index);
        if (file == null) {
            if (candidates.nextSetBit(0) != index) {
                throw new ProtocolException("Digests come of a file that was not asked for now");
            }
            file = begin(index);
        }
        return visit(file, to -> to.digests(message));
    }

    /** @throws ProtocolException no pieces of this file were asked for, or not these now */
    Comparing.Step pieces(int index, Pieces message) throws ProtocolException, DiskException {
        if (!open.containsKey(index)) {
            throw new ProtocolException("Pieces come of a file that is not compared");
        }
        return visit(open.get(index), to -> to.pieces(message));
    }

    private interface Visit {
        Comparing.Step to(Comparing file) throws ProtocolException, DiskException;
    }

    private Comparing.Step visit(Comparing file, Visit what) throws ProtocolException, DiskException {
        long before = file.present();
        memory -= file.memory();
        try {
            return what.to(file);
        } finally {
            memory += file.memory();
            present += file.present() - before;
            if (memory > MAX_MEMORY) {
                throw new ProtocolException("Digests come of more and more files and not what is missing of them");
            }
        }
    }

    private Comparing begin(int index) throws DiskException, InterruptedException {
        ManifestEntry entry = manifest.entry(index);
        SafePath place = places.containsKey(index) ? places.get(index) : walk.fileAt(index);
        places.put(index, place);
        int block = CompareBlocks.size(entry.size());
        if (scratch.capacity() < block) {
            scratch = ByteBuffer.allocate(block);
        }
        Optional<StandingFile> standing = standing(index, place);
        boolean sameTime = standing.isPresent() && entry.modified().map(time -> time.getEpochSecond() == standing.get().modified().toInstant().getEpochSecond()).orElse(true);
        Comparing file = new Comparing(new Shape(index, entry.size()), () -> folder.begin(place, entry.size(), entry.modified(), modes.of(entry), inherited.key(index)),
                inherited.hasPart(index), standing, sameTime && mayBeSame, scratch, client);
        candidates.clear(index);
        open.put(index, file);
        return file;
    }

    private Optional<StandingFile> standing(int index, SafePath place) {
        try {
            return inherited.mayCompareStanding(index, versions) ? folder.standingFile(standingPlace(index, place)) : Optional.empty();
        } catch (DiskException e) {
            // What cannot be read is of no use.
            return Optional.empty();
        }
    }

    private SafePath standingPlace(int index, SafePath place) {
        return inherited.placedAs(index).orElse(place);
    }

    /** Where the older version stands that is the file. */
    SafePath samePlace(int index) {
        return standingPlace(index, places.get(index));
    }

    Comparing get(int index) {
        return open.get(index);
    }

    Comparing.Step take(int index, Frame.Data data) throws ProtocolException, DiskException {
        return visit(open.get(index), to -> to.take(data));
    }

    /** It is over with this one, whichever way. */
    Optional<Comparing> remove(int index) {
        candidates.clear(index);
        Optional<Comparing> file = Optional.ofNullable(open.remove(index));
        file.ifPresent(gone -> {
            memory -= gone.memory();
            present -= gone.present();
            gone.closeStanding();
        });
        return file;
    }

    /** The connection is gone: what was compared is compared again, and finds in its part what has come. */
    void rewind() {
        for (Comparing file : open.values()) {
            candidates.set(file.index());
            file.leave();
            file.closeStanding();
        }
        open.clear();
        memory = 0;
        present = 0;
    }
}
