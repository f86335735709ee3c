package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ShareView.ShownCode;
import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A drop to whoever types the code that is shown here: one joiner, one try. */
final class CodeWay implements Way {
    /** Somebody has to walk to the other device and type. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private final Parts parts;
    private final Share share;
    private final Links.Window window;
    private final CompletableFuture<Session> joined = new CompletableFuture<>();

    /** Shows the code at once. */
    CodeWay(Parts parts, Share share, String label) throws FerryException {
        this.parts = parts;
        this.share = share;
        this.window = parts.links().open(new Links.WindowRequest(Purpose.COLLECT, label, LIFE, this::joined, joined::completeExceptionally));
        char[] code = window.code().display();
        char[] ticket = window.ticket().text();
        share.shows(new ShownCode(String.valueOf(code), String.valueOf(ticket), window.expires()));
        Wipe.chars(code, ticket);
    }

    /** On the joiner's own io thread, which becomes the reader. */
    private void joined(Connection connection) {
        Session session = new Session(connection, parts.platform(), new LoneOwner());
        share.codeUsed();
        String name = connection.peerLabel().isEmpty() ? "whoever typed the code" : connection.peerLabel();
        share.peer(new DeviceRelationship.Unknown(Optional.empty(), connection.facts().route().proximity(), connection.context()), name);
        share.linked(connection.routeReason(), connection.facts(), connection.checkWords());
        if (joined.complete(session)) {
            session.run();
        } else {
            connection.close();
        }
    }

    @Override
    public Session connect(Share same, int attempt) throws FerryException, InterruptedException {
        try {
            return joined.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FerryException known ? known : new FerryException(new Problem.InternalError("The code could not be shown to its end."), e);
        }
    }

    @Override
    public boolean resumes() {
        return false;
    }

    @Override
    public void close() {
        window.close();
        if (!joined.cancel(false) && joined.isDone() && !joined.isCompletedExceptionally()) {
            joined.join().close(Ending.done());
        }
    }
}
