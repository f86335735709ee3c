package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.model.Problem;

/** Answers one offer. */
interface Decider {
    /** The offer is complete. On an io thread; answers with {@link ReceiveStream#begin} or {@link ReceiveStream#reject}, now or later. */
    void decide(ReceiveStream stream, Manifest manifest);

    /** The offer is gone before it was accepted: taken back, rejected, or its connection ended. Once; returns at once. */
    void gone(Problem why);

    /** The connection under an accepted transfer ended. The last call for it. */
    void lost(Reception reception, Ending ending);

    /** The stream has no more to do with an accepted transfer, which is over. The last call for it; returns at once. */
    void left(Reception reception);
}
