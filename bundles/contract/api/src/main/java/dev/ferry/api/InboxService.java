package dev.ferry.api;

import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Registration;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Offers that wait for a person. The first answer wins; none within the offer's time is a rejection. */
@ProviderType
public interface InboxService {
    List<OfferView> pending();

    /** Calls back with each pending offer now and each new one. */
    Registration follow(Consumer<OfferView> listener);

    /**
     * Answers an offer.
     *
     * @return the running share when accepted
     * @throws FerryException no such offer is pending (any more), or the folder cannot be written
     */
    Optional<ShareHandle> answer(UUID offer, Answer answer) throws FerryException;

    /** What a person says. */
    sealed interface Answer {
        /**
         * Yes.
         *
         * @param items    chosen manifest indices; empty set is all
         * @param folder   where to; empty is the configured folder
         * @param conflict where names exist
         */
        record Accept(Set<Long> items, Optional<Path> folder, ConflictPolicy conflict) implements Answer {
            public Accept {
                items = Set.copyOf(items);
                Objects.requireNonNull(folder, "folder");
                Objects.requireNonNull(conflict, "conflict");
            }
        }

        /**
         * No.
         *
         * @param block also block a device whose identity is known
         */
        record Reject(boolean block) implements Answer { }
    }
}
