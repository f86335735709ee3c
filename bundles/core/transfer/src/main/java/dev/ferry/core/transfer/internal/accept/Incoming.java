package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.protocol.wire.Part;
import dev.ferry.core.protocol.wire.Pieces;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.names.SafePath;
import dev.ferry.core.transfer.internal.receive.PartFile;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.DiskFault;
import dev.ferry.core.transfer.internal.receive.ReceiveFolder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns payload into sealed files, strictly in the order in which they were wanted. What was not wanted, or not now, breaks the protocol. One thread at a time; survives a
 * connection.
 */
final class Incoming {
    private final Manifest manifest;
    private final Modes modes;
    private final ReceiveFolder folder;
    private final Walk walk;
    private final FileChecks checks;
    private final Inherited inherited;
    private final Comparisons comparisons;
    private final Files files;
    /** Files that were wanted and of which nothing has come. */
    private final BitSet missing = new BitSet();
    /** Files that were given up here while the sender may still be sending them: what comes of them is dropped. */
    private final BitSet cut = new BitSet();
    /** Where the file goes that was to begin and could not. */
    private Optional<SafePath> refused = Optional.empty();
    private Optional<Arriving> current = Optional.empty();
    /** Files that have come and of which something comes again. */
    private final Map<Integer, Arriving> mending = new HashMap<>();
    private long verifiedBefore;
    /** Files open at once of which something comes again; the others of that many are given up. */
    private static final int MOST_MENDING = 64;

    /** What becomes of files. */
    interface Files extends Comparisons.Client {
        void complete(int index, PartFile part) throws InterruptedException, DiskException;

        /** It stands there already. */
        void same(int index, SafePath place) throws InterruptedException;

        /** Asks for what is missing of a file. Returns at once. */
        @Override
        void ask(Want.Builder want);

        /** Given up here. */
        void fail(int index, EntryFault fault, String why);

        /** Given up here: it stayed wrong, however often it was asked for. */
        void corrupt(int index, Damage where);

        /** Given up by the sender. */
        void failedAtSource(int index, EntryFault fault);

        /** No file is missing any more. */
        void allCame();

        /** Nothing can be written any more. */
        void full(DiskException why);
    }

    Incoming(Intention intention, BitSet wanted, ReceiveFolder folder, Walk walk, FileChecks checks, Inherited inherited, Files files) {
        this.manifest = intention.manifest();
        this.modes = intention.modes();
        this.folder = folder;
        this.walk = walk;
        this.checks = checks;
        this.files = files;
        this.inherited = inherited;
        wanted.stream().filter(i -> !manifest.entry(i).folder()).forEach(missing::set);
        missing.andNot(inherited.done());
        this.comparisons = new Comparisons(intention, folder, walk, inherited, missing, files);
        missing.andNot(comparisons.candidates());
        verifiedBefore = inherited.done().stream().mapToLong(i -> manifest.entry(i).size()).sum();
    }

    /** Asks for what is missing. */
    void want(Consumer<Want.Builder> sink) {
        WantList.send(manifest, missing, comparisons.candidates(), current.map(this::rest), sink);
        current.ifPresent(file -> file.askAgain(sink));
        mending.values().forEach(file -> file.askAgain(sink));
    }

    private Part rest(Arriving begun) {
        long from = begun.verified();
        return Part.newBuilder().setFile(begun.index()).setOffset(from).setLength(begun.part().length() - from).build();
    }

    boolean isDone() {
        return missing.isEmpty() && current.isEmpty() && comparisons.isEmpty() && mending.isEmpty();
    }

    /** Payload in verified blocks so far. */
    long verified() {
        return verifiedBefore + comparisons.present() + current.map(Arriving::present).orElse(0L) + mending.values().stream().mapToLong(Arriving::present).sum();
    }

    void data(Frame.Data data) throws ProtocolException, InterruptedException {
        if (data.file() >= manifest.count()) {
            throw new ProtocolException("Payload comes for a file that was not offered");
        }
        int index = (int) data.file();
        if (cut.get(index)) {
            return;
        }
        try {
            if (comparisons.isOpen(index)) {
                advance(index, comparisons.take(index, data));
                return;
            }
            Arriving file = mending.containsKey(index) ? mending.get(index) : current.isPresent() ? continued(index) : begin(index);
            take(file, data);
        } catch (DiskException e) {
            failed(index, e);
        }
    }

    private void failed(int index, DiskException why) throws InterruptedException {
        if (why.fault() == DiskFault.NO_SPACE) {
            files.full(why);
        } else {
            giveUp(index, WriteFaults.of(why), why.getMessage());
        }
    }

    /** What a file that something may be here of is made of. */
    void digests(Digests message) throws ProtocolException, InterruptedException {
        if (message.getFile() < 0 || message.getFile() >= manifest.count()) {
            throw new ProtocolException("Digests come of a file that was not offered");
        }
        int index = (int) message.getFile();
        if (cut.get(index)) {
            return;
        }
        int before = missing.nextSetBit(0);
        if (current.isPresent() || !comparisons.isOpen(index) && before >= 0 && before < index) {
            throw new ProtocolException("Digests come before what was wanted first");
        }
        try {
            advance(index, comparisons.digests(index, message));
        } catch (DiskException e) {
            failed(index, e);
        }
    }

    /** What the pieces of a file are that is compared. */
    void pieces(Pieces message) throws ProtocolException, InterruptedException {
        if (message.getFile() < 0 || message.getFile() >= manifest.count()) {
            throw new ProtocolException("Pieces come of a file that was not offered");
        }
        int index = (int) message.getFile();
        if (cut.get(index)) {
            return;
        }
        try {
            advance(index, comparisons.pieces(index, message));
        } catch (DiskException e) {
            failed(index, e);
        }
    }

    private void advance(int index, Comparing.Step step) throws InterruptedException, DiskException {
        switch (step) {
            case MORE -> { }
            case SAME -> {
                SafePath place = comparisons.samePlace(index);
                comparisons.remove(index);
                verifiedBefore += manifest.entry(index).size();
                files.same(index, place);
                checkAllCame();
            }
            case COMPLETE -> {
                PartFile part = comparisons.remove(index).orElseThrow().part();
                verifiedBefore += part.length();
                complete(index, part);
                checkAllCame();
            }
            case CORRUPT -> {
                Damage damage = comparisons.get(index).corrupt();
                cut.set(index);
                dropCompared(index);
                files.corrupt(index, damage);
                checkAllCame();
            }
        }
    }

    private Arriving continued(int index) throws ProtocolException {
        Arriving file = current.get();
        if (file.index() != index) {
            throw new ProtocolException("Payload of another file comes before this one is complete");
        }
        return file;
    }

    private Arriving begin(int index) throws ProtocolException, DiskException, InterruptedException {
        int compared = comparisons.candidates().nextSetBit(0);
        if (missing.nextSetBit(0) != index || compared >= 0 && compared < index) {
            throw new ProtocolException("Payload comes for a file that was not wanted now");
        }
        ManifestEntry entry = manifest.entry(index);
        SafePath place = refused.isPresent() ? refused.get() : walk.fileAt(index);
        // A walk gives each place once, and the disk may be full only now.
        refused = Optional.of(place);
        Arriving file = new Arriving(index, folder.begin(place, entry.size(), entry.modified(), modes.of(entry), inherited.key(index)), checks, files);
        refused = Optional.empty();
        missing.clear(index);
        current = Optional.of(file);
        return file;
    }

    private void take(Arriving file, Frame.Data data) throws ProtocolException, DiskException, InterruptedException {
        switch (file.take(data, files::ask)) {
            case MORE -> { }
            case MENDING -> mend(file);
            case COMPLETE -> {
                forget(file);
                verifiedBefore += file.part().length();
                complete(file.index(), file.part());
                checkAllCame();
            }
            case CORRUPT -> corrupt(file);
        }
    }

    private void mend(Arriving file) throws InterruptedException {
        if (mending.putIfAbsent(file.index(), file) == null) {
            current = Optional.empty();
            if (mending.size() > MOST_MENDING) {
                corrupt(file);
            }
        }
    }

    private void corrupt(Arriving file) throws InterruptedException {
        drop(file, file.isAwaited());
        files.corrupt(file.index(), file.damage());
        checkAllCame();
    }

    private void forget(Arriving file) {
        if (mending.remove(file.index()) == null) {
            current = Optional.empty();
        }
    }

    private void complete(int index, PartFile part) throws DiskException, InterruptedException {
        try {
            files.complete(index, part);
        } catch (DiskException e) {
            part.discard();
            files.fail(index, WriteFaults.of(e), e.getMessage());
        }
    }

    /** The disk does not take this file. Nothing more of it is asked for. */
    private void giveUp(int index, EntryFault fault, String why) throws InterruptedException {
        refused = refused.filter(place -> !missing.get(index));
        missing.clear(index);
        cut.set(index);
        dropCompared(index);
        arriving(index).ifPresent(file -> drop(file, true));
        files.fail(index, fault, why);
        checkAllCame();
    }

    private Optional<Arriving> arriving(int index) {
        return mending.containsKey(index) ? Optional.of(mending.get(index)) : current.filter(file -> file.index() == index);
    }

    private void dropCompared(int index) {
        comparisons.remove(index).flatMap(Comparing::begun).ifPresent(Incoming::discard);
    }

    /** Before it is told that the file failed: with the last one the folder closes. */
    private void drop(Arriving file, boolean moreMayCome) {
        forget(file);
        cut.set(file.index(), moreMayCome);
        discard(file.part());
    }

    /** The sender cannot send this one. */
    void sourceProblem(long file, EntryFault fault) throws ProtocolException, InterruptedException {
        if (fault != EntryFault.SOURCE_CHANGED && fault != EntryFault.SOURCE_UNREADABLE || file < 0 || file >= manifest.count()) {
            throw new ProtocolException("A sender tells a problem that it cannot have");
        }
        int index = (int) file;
        if (cut.get(index)) {
            cut.clear(index);
            return;
        }
        Optional<Arriving> begun = arriving(index);
        if (begun.isEmpty() && !missing.get(index) && !comparisons.has(index)) {
            throw new ProtocolException("A problem is told about a file that was not wanted");
        }
        missing.clear(index);
        dropCompared(index);
        begun.ifPresent(arriving -> drop(arriving, false));
        files.failedAtSource(index, fault);
        checkAllCame();
    }

    /** After the first look, and whenever a file is done with: the folders behind the last file have no payload to bring them. */
    void checkAllCame() throws InterruptedException {
        if (isDone()) {
            walk.finish();
            files.allCame();
        }
    }

    /** The connection is gone; what is not verified comes again. */
    void rewind() {
        cut.clear();
        comparisons.rewind();
        current.ifPresent(Arriving::rewind);
        mending.values().forEach(Arriving::rewind);
    }

    /** Nothing more will come over this reception: what has come stays where it lies. */
    void leave() {
        comparisons.rewind();
        current.ifPresent(file -> leave(file.part()));
        mending.values().forEach(file -> leave(file.part()));
        current = Optional.empty();
        mending.clear();
    }

    private static void leave(PartFile part) {
        try {
            part.leave();
        } catch (DiskException e) {
            // It is looked at again before it is believed.
        }
    }

    private static void discard(PartFile part) {
        try {
            part.discard();
        } catch (DiskException e) {
            // The folder's end sweeps what is left of it.
        }
    }
}
