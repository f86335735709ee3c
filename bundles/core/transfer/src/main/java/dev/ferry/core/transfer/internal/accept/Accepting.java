package dev.ferry.core.transfer.internal.accept;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.DiskFault;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.Selection;
import dev.ferry.core.transfer.internal.receive.GroupCommit;
import dev.ferry.core.transfer.internal.receive.PartsOwner;
import dev.ferry.core.transfer.internal.receive.ReceiveFolder;
import dev.ferry.core.transfer.internal.receive.SpaceLedger;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Operation;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import dev.ferry.model.SessionTerms;
import dev.ferry.spi.policy.PolicyQuestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** From a yes to a reception: folder, room, names, conflicts. Nothing is left behind when it fails. */
record Accepting(Desk.Tools tools, UUID id, Visitor visitor, Offered offered, Manifest manifest, SessionTerms terms, boolean automatic) {
    /** What an entry takes beside its content, roughly. */
    private static final long ENTRY_BYTES = 4096;

    /** Everything stands; nothing has moved. */
    record Ready(Reception reception) { }

    /**
     * Makes everything ready to receive into that folder.
     *
     * @param named by a person here, who may have named a link; else it must be none
     * @throws RefusedException with the reason for the other side and the one for the person here
     */
    Ready prepare(Path where, boolean named, ConflictPolicy conflict, Set<Long> chosen) throws RefusedException {
        demandInRange(chosen);
        demandMayReplace(conflict);
        SpaceLedger.Reservation room = null;
        ReceiveFolder folder = null;
        try {
            if (!Files.isDirectory(where)) {
                // Before the folder is made: where there is no room, nothing is left.
                room = reserve(tools, manifest, where);
            }
            folder = open(where, named, owner());
            Intention intention = new Intention(offered, manifest, chosen, conflict, terms, automatic);
            folder.sweepLeftovers(tools.platform().now());
            Inherited inherited = inherited(intention, folder);
            room = room == null ? reserve(tools, Math.max(0, needed(manifest) - here(inherited)), where) : room;
            Admission admission = Admission.of(manifest, intention.selected(), inherited.done(), folder, conflict);
            if (conflict == ConflictPolicy.FAIL && admission.conflict().isPresent()) {
                String name = PeerText.escape(admission.conflict().get().toString(), 512);
                throw new RefusedException(RejectReason.CONFLICT, new Problem.DestinationConflict(name,
                        name + " is there already, and nothing may be replaced or renamed. Choose another folder or another way with conflicts."));
            }
            GroupCommit commit = new GroupCommit(folder, tools.forcing(), tools.platform().io(), GroupCommit.Limits.DEFAULT);
            return new Ready(new Reception(tools.platform(), share(), intention, admission, folder, room, commit,
                    new FileChecks(offered.algorithm(), offered.seed().toByteArray(), intention.blockBytes()), inherited));
        } catch (DiskException e) {
            undo(folder, room);
            throw cannotWrite(where, e);
        } catch (RefusedException e) {
            undo(folder, room);
            throw e;
        }
    }

    /** Of what is unfinished when this process or the connection ends. */
    private Optional<PartsOwner> owner() {
        return visitor.device().filter(device -> terms.resumable())
                .map(device -> new PartsOwner(device.hex(), offered.transfer().hex(), HexFormat.of().formatHex(manifest.hash())));
    }

    private Inherited inherited(Intention intention, ReceiveFolder folder) throws DiskException {
        if (owner().isEmpty()) {
            return Inherited.none();
        }
        Inherited inherited = Inherited.of(manifest, intention.selected(), folder, tools.platform().now());
        inherited.heritage().ended().forEach(transfer -> tools.journal().forget(visitor.device().orElseThrow(), transfer));
        if (automatic && (intention.conflict() == ConflictPolicy.RENAME || intention.conflict() == ConflictPolicy.OVERWRITE)) {
            inherited.addVersions(manifest, intention.selected(), folder);
        }
        return inherited;
    }

    private long here(Inherited inherited) {
        return inherited.heritage().bytes() + inherited.done().stream().mapToLong(i -> manifest.entry(i).size()).sum();
    }

    private void demandInRange(Set<Long> chosen) throws RefusedException {
        if (chosen.size() > Selection.MAX_CHOSEN || chosen.stream().anyMatch(index -> index < 0 || index >= manifest.count())) {
            throw new RefusedException(RejectReason.DECLINED, new Problem.BadRequest("Entries were chosen that are not in the offer."));
        }
    }

    /** Replacing is for those that the matrix gives it to, whatever a person ticks. */
    private void demandMayReplace(ConflictPolicy conflict) throws RefusedException {
        DeviceRelationship from = visitor.relationship().get();
        if (conflict == ConflictPolicy.OVERWRITE) {
            Optional<Problem> refusal = tools.policy().refusal(new PolicyQuestion(from, visitor.context(), Operation.OVERWRITE, OptionalLong.empty()));
            if (refusal.isPresent()) {
                throw new RefusedException(RejectReason.POLICY, refusal.get());
            }
        }
    }

    private ReceiveFolder open(Path where, boolean named, Optional<PartsOwner> owner) throws RefusedException {
        try {
            ReceiveFolder folder = named ? ReceiveFolder.open(where, owner, tools.own()) : ReceiveFolder.openItself(where, owner, tools.own());
            if (!Files.isWritable(where)) {
                undo(folder, null);
                throw notWritable(where);
            }
            return folder;
        } catch (DiskException e) {
            throw e.fault() == DiskFault.OWN_FOLDER ? new RefusedException(RejectReason.NOT_WRITABLE, ownFolder(where)) : cannotWrite(where, e);
        }
    }

    private static RefusedException cannotWrite(Path where, DiskException why) {
        return switch (why.fault()) {
            case NO_SPACE -> new RefusedException(RejectReason.NO_SPACE, new Problem.InsufficientStorage(0, 0,
                    "The disk of " + where + " is full. Free some space, or choose another folder."));
            case TOO_MANY_OPEN_FILES -> new RefusedException(RejectReason.OVERLOADED, new Problem.FileAccessDenied(where.toString(),
                    "Ferry has as many files open as the system lets it. Let less run at once, or raise the limit (ulimit -n) and start Ferry again."));
            case DEVICE -> new RefusedException(RejectReason.DISK_ERROR, new Problem.FileAccessDenied(where.toString(),
                    "The disk of " + where + " answered with an error: " + why.getMessage() + ". Look at that disk before you rely on it, or choose another folder."));
            case SYMBOLIC_LINK -> new RefusedException(RejectReason.NOT_WRITABLE, new Problem.FileAccessDenied(where.toString(),
                    where + " is a link, and a folder that nobody here named is received into only where it is one. Put a folder in its place."));
            default -> notWritable(where);
        };
    }

    static Problem ownFolder(Path where) {
        return new Problem.PolicyRefused("home", where + " is, or lies in, a folder of Ferry's own, where what is received could become configuration or a plugin. "
                + "Receive into another folder.");
    }

    private static RefusedException notWritable(Path where) {
        return new RefusedException(RejectReason.NOT_WRITABLE, new Problem.FileAccessDenied(where.toString(),
                where + " cannot be written. Check that it is a folder and that you may write there, or choose another one."));
    }

    static SpaceLedger.Reservation reserve(Desk.Tools tools, Manifest manifest, Path where) throws RefusedException, DiskException {
        return reserve(tools, needed(manifest), where);
    }

    private static SpaceLedger.Reservation reserve(Desk.Tools tools, long needed, Path where) throws RefusedException, DiskException {
        SpaceLedger.Answer answer = tools.space().reserve(where, needed);
        if (answer instanceof SpaceLedger.Answer.Reserved reserved) {
            return reserved.reservation();
        }
        SpaceLedger.Answer.Refused refused = (SpaceLedger.Answer.Refused) answer;
        throw new RefusedException(RejectReason.NO_SPACE, new Problem.InsufficientStorage(refused.needed(), refused.available(),
                "There is room for " + mebibytes(refused.available()) + " and " + mebibytes(refused.needed()) + " are needed. Free some space, or choose another folder."));
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / (double) (1 << 20));
    }

    private static long needed(Manifest manifest) {
        long beside = manifest.count() * ENTRY_BYTES;
        return manifest.totalBytes() > Long.MAX_VALUE - beside ? Long.MAX_VALUE : manifest.totalBytes() + beside;
    }

    private Share share() {
        Share share = visitor.invitation().flatMap(Invitation::share).orElseGet(() -> tools.shares().open(id, false));
        share.peer(visitor.relationship().get(), visitor.name());
        share.terms(terms);
        share.linked(visitor.route(), visitor.facts(), visitor.words());
        return share;
    }

    private static void undo(ReceiveFolder folder, SpaceLedger.Reservation room) {
        if (room != null) {
            room.close();
        }
        if (folder != null) {
            try {
                // What was inherited waits for the next try.
                folder.suspend();
            } catch (DiskException e) {
                // Nothing was written yet.
            }
        }
    }
}
