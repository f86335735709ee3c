package dev.ferry.core.transfer.internal.share;

import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import java.util.Locale;

/** What the faults of single entries mean to a person. */
public final class EntryFaults {
    public static final int MAX_PATH = 512;

    private EntryFaults() { }

    /** Notes in the outcome that this entry stayed other than it was sent, in this range; 0 bytes: nobody says where. */
    public static void corrupt(Outcome outcome, String path, long offset, long length) {
        String shown = PeerText.escape(path, MAX_PATH);
        String where = length == 0 ? "What arrived" : String.format(Locale.ROOT, "What arrived of its bytes %,d to %,d", offset, offset + length - 1);
        outcome.failed(shown, where + " is not what was sent.", new Problem.IntegrityError(shown, offset, length == 0 ? -1 : length,
                where + " is not what was sent, so nothing of the file was kept. Memory or a disk may be failing: send it again and watch."));
    }

    /** Notes in the outcome that this entry was left out. */
    public static void add(Outcome outcome, String path, EntryFault fault) {
        String shown = PeerText.escape(path, MAX_PATH);
        switch (fault) {
            case SKIPPED_IDENTICAL -> outcome.unchanged(shown, "The same file is there already.");
            case EXISTS -> outcome.failed(shown, "Something of that name is there already and was kept.",
                    new Problem.DestinationConflict(shown, "A file of that name is there already and was kept. Choose another folder, or let new files be renamed."));
            case SOURCE_CHANGED -> outcome.failed(shown, "It changed while it was being sent.",
                    new Problem.SourceChanged(shown, "The file changed while it was being sent, so nothing of it was kept. Send it again when nobody writes to it."));
            case SOURCE_UNREADABLE -> outcome.failed(shown, "The sender could not read it.",
                    new Problem.FileAccessDenied(shown, "The file could not be read at the sender. Check its permissions and send it again."));
            case NAME_REFUSED -> outcome.failed(shown, "Its name could lead out of the folder, or into one of Ferry's own, or do harm, so it was not accepted.",
                    new Problem.BadRequest("The receiver does not accept the name of the file. Rename it and send it again, or receive into another folder."));
            case INTEGRITY -> corrupt(outcome, path, 0, 0);
            case NO_ROOM -> outcome.failed(shown, "There was no room for it at the receiver.",
                    new Problem.InsufficientStorage(0, 0, "There is no room for the file at the receiver. Free some space there and send it again."));
            case NO_PERMISSION -> outcome.failed(shown, "The receiver may not write it.",
                    new Problem.FileAccessDenied(shown, "The receiver may not write there. Check the permissions of the folder there, and that its disk is not mounted for reading only, and send it again."));
            case DISK_FAILED -> outcome.failed(shown, "The receiver's disk failed.",
                    new Problem.FileAccessDenied(shown, "The disk at the receiver answered with an error, so nothing of the file was kept. Look at that disk before you rely on it, and send the file again."));
            case TOO_MANY_OPEN -> outcome.failed(shown, "The receiver has too many files open.",
                    new Problem.FileAccessDenied(shown, "Ferry at the receiver has as many files open as its system lets it. Let less run there at once, or raise the limit (ulimit -n), and send it again."));
            default -> outcome.failed(shown, "The receiver could not write it.",
                    new Problem.FileAccessDenied(shown, "The file could not be written at the receiver. Check the folder there and send it again."));
        }
    }
}
