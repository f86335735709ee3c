package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.PartNames;
import dev.ferry.core.transfer.internal.names.NameRules;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.IOException;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier transfers of a device left of the entries of this one, by their keys.
 *
 * @param parts  of these something is in the new staging directory already; nobody knows how much of it is right
 * @param placed these stand in the folder: under their own name, or under the one given there
 * @param bytes  on the disk already
 * @param ended  transfers of which nothing is left to go on with but through this one
 */
public record Heritage(Set<Long> parts, PlacedKeys placed, long bytes, Set<String> ended) {
    private static final Logger LOG = LoggerFactory.getLogger(Heritage.class);

    public static final Heritage NONE = new Heritage(Set.of(), new PlacedKeys(), 0, Set.of());

    public Heritage {
        parts = Set.copyOf(parts);
        ended = Set.copyOf(ended);
    }

    /** Where it stands instead of under its own name. */
    public Optional<SafePath> placedAs(long key) {
        return placed.name(key).flatMap(name -> NameRules.judge(name) instanceof NameVerdict.Usable usable ? Optional.of(usable.path()) : Optional.empty());
    }

    /** Where the heirs live; made when there is something to put in. */
    @FunctionalInterface
    interface Heir {
        Staging staging() throws IOException;
    }

    static Heritage take(DirectoryHandle folder, PartsOwner owner, Heir heir, LongPredicate wanted, Instant now) throws IOException {
        Collector found = new Collector(owner, heir, wanted);
        synchronized (Leftovers.class) {
            for (String name : folder.names()) {
                try (DeadStaging dead = DeadStaging.take(folder, name, Leftovers.madeBefore(now)).orElse(null)) {
                    if (dead != null) {
                        found.take(dead);
                    }
                } catch (IOException e) {
                    LOG.info("Something unfinished could not be taken over; it is sent again: {}", e.toString());
                }
            }
        }
        return found.heritage();
    }

    private static final class Collector {
        private final PartsOwner owner;
        private final Heir heir;
        private final LongPredicate wanted;
        private final Set<Long> parts = new HashSet<>();
        private final PlacedKeys placed = new PlacedKeys();
        private final Set<String> ended = new HashSet<>();
        private long bytes;

        Collector(PartsOwner owner, Heir heir, LongPredicate wanted) {
            this.owner = owner;
            this.heir = heir;
            this.wanted = wanted;
        }

        void take(DeadStaging dead) throws IOException {
            StagingLog.Contents log = dead.log();
            if (log.owner().filter(said -> said.device().equals(owner.device())).isEmpty()) {
                return;
            }
            boolean same = log.owner().get().equals(owner);
            boolean others = false;
            for (String name : dead.handle().names()) {
                Optional<Long> key = PartNames.key(name);
                if (key.isPresent() && wanted.test(key.get())) {
                    move(dead.handle(), name, key.get());
                } else {
                    others |= key.isPresent();
                }
            }
            boolean anyTaken = takePlaced(dead, same);
            if (same || !others && (anyTaken || log.placed() == 0)) {
                dead.removeReservations(log);
                dead.remove();
                if (!log.owner().get().transfer().equals(owner.transfer())) {
                    ended.add(log.owner().get().transfer());
                }
            }
        }

        private boolean takePlaced(DeadStaging dead, boolean same) throws IOException {
            boolean[] any = new boolean[1];
            StagingLog.readPlaced(dead.handle(), (key, name) -> {
                if (wanted.test(key)) {
                    placed.put(key, name, same);
                    any[0] = true;
                }
            });
            return any[0];
        }

        private void move(DirectoryHandle from, String name, long key) throws IOException {
            Optional<PosixFileAttributes> part = from.stat(name).filter(PosixFileAttributes::isRegularFile);
            if (part.isPresent() && parts.add(key)) {
                from.move(name, heir.staging().handle(), name);
                bytes += part.get().size();
            }
        }

        Heritage heritage() throws IOException {
            if (!placed.isEmpty()) {
                heir.staging().log().placed(placed);
            }
            return new Heritage(parts, placed, bytes, ended);
        }
    }
}
