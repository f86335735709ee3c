package dev.ferry.core.transfer.internal.reference;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Stage;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.model.FerryException;
import java.util.concurrent.CompletableFuture;

/** Waits for the one answer to a reference that was offered. */
final class Giving implements StreamHandler {
    private final CompletableFuture<ReferenceFault> answer = new CompletableFuture<>();

    /** {@code NO_FAULT} is yes; exceptionally with a {@link FerryException} where there will be none. */
    CompletableFuture<ReferenceFault> answer() {
        return answer;
    }

    @Override
    public Stage stage() {
        return Stage.GIVING;
    }

    @Override
    public void message(Control control) {
        answer.complete(control.getReferenceAnswer().getFault());
    }

    @Override
    public void data(Frame.Data data) throws ProtocolException {
        throw new ProtocolException("A reference carries no payload");
    }

    @Override
    public void ended(Ending ending) {
        answer.completeExceptionally(new FerryException(ending.problem()));
    }
}
