package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.Problem.TransferRejected;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes up a transfer that was accepted before, when its sender comes again over another connection. */
record Continuation(Desk desk, Visitor visitor, Offered offered, Manifest manifest, ReceiveStream stream) {
    /** What there was to take up. */
    sealed interface Outcome {
        /** Nothing: it is a new offer. */
        record New() implements Outcome { }

        /** This one, and it goes on. */
        record Resumed(Reception reception) implements Outcome { }

        /** The old connection's thread still writes what came over it. This connection is closed, and the sender comes once more. */
        record Later() implements Outcome { }

        /** The offer's own connection is gone: it must not take the transfer from a newer one. */
        record Gone() implements Outcome { }
    }

    /** @throws RefusedException the same transfer looks different now, was ended here, or may not go on */
    Outcome take(Receptions.Key key) throws InterruptedException, RefusedException {
        if (!desk.receptions().knows(key)) {
            return new Outcome.New();
        }
        if (stream.isOver()) {
            return new Outcome.Gone();
        }
        Optional<Reception> full = desk.receptions().waitingForSpace(key);
        if (full.isPresent()) {
            demandSpace(full.get());
        }
        var begun = desk.receptions().claim(key, stream);
        if (begun.isEmpty()) {
            if (!desk.receptions().knows(key)) {
                return new Outcome.New();
            }
            stream.line().session().close(Ending.replaced());
            return new Outcome.Later();
        }
        Reception reception = begun.get();
        if (!reception.fits(offered, manifest) || !reception.isResumable() || !isAllowed(reception)) {
            Problem why = new Problem.TransferRejected(TransferRejected.Reason.DECLINED, "The transfer cannot go on.");
            reception.abort(why);
            desk.receptions().left(key, stream);
            throw new RefusedException(RejectReason.DECLINED, why);
        }
        if (!stream.begin(reception)) {
            desk.receptions().detached(key, stream, stream.lost().orElseGet(Ending::broken));
        }
        return new Outcome.Resumed(reception);
    }

    /** Asked before it is taken up: refused, it goes on waiting. */
    private void demandSpace(Reception waiting) throws RefusedException {
        long needed = waiting.missingBytes();
        try {
            long free = desk.tools().space().free(waiting.folder());
            if (free < needed) {
                throw new RefusedException(RejectReason.NO_SPACE, new Problem.InsufficientStorage(needed, free, "There is still no room for the rest. Free some space."));
            }
        } catch (DiskException e) {
            throw new RefusedException(RejectReason.NOT_WRITABLE, new Problem.FileAccessDenied(waiting.folder().toString(), "The folder cannot be reached now."));
        }
    }

    private boolean isAllowed(Reception reception) {
        DeviceRelationship from = visitor.relationship().get();
        boolean resume = desk.refusal(visitor, from, Operation.RESUME, OptionalLong.empty()).isEmpty();
        return resume && (!reception.intention().automatic() || desk.isAutomatic(visitor, manifest));
    }
}
