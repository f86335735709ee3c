package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.transfer.internal.errand.Begun;
import dev.ferry.model.Problem;
import java.util.Optional;

/** What a share leaves for the time after one try to send it, and after this process. */
interface Lasting {
    /** Nothing. */
    Lasting NONE = new Lasting() {
        @Override
        public Optional<Begun> before() {
            return Optional.empty();
        }

        @Override
        public void begun(Begun how) { }

        @Override
        public boolean waits(Problem why) {
            return false;
        }
    };

    /** How it was offered last. */
    Optional<Begun> before();

    /** It reached its device and is offered there. */
    void begun(Begun how);

    /**
     * Asked where a try ends by what may pass.
     *
     * @return whether it waits for another try; else the share ends
     */
    boolean waits(Problem why);
}
