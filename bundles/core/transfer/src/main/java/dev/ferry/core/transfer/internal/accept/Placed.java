package dev.ferry.core.transfer.internal.accept;

import dev.ferry.api.InboxService.Answer;
import dev.ferry.api.ShareHandle;
import dev.ferry.model.FerryException;
import java.util.Optional;

/** Gives its place among the waiting offers back when it is answered or gone. */
record Placed(PromptLimits.Place place, Inbox.Asker asker) implements Inbox.Asker {
    @Override
    public Optional<ShareHandle> accept(Answer.Accept answer) throws FerryException {
        Optional<ShareHandle> share = asker.accept(answer);
        place.leave(true);
        return share;
    }

    @Override
    public void reject(boolean block) {
        place.leave(false);
        asker.reject(block);
    }

    @Override
    public void expire() {
        place.leave(false);
        asker.expire();
    }

    @Override
    public void withdrawn() {
        place.leave(false);
        asker.withdrawn();
    }
}
