package dev.ferry.core.transfer.internal.accept;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.core.transfer.internal.share.Hold;
import dev.ferry.core.transfer.internal.share.Keeper;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was accepted from paired devices and is not over, for the time after this process: where it goes and that it need not be asked about again. What has come of it lies
 * with its parts. Nothing about strangers is written here.
 */
public final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int VERSION = 2;
    /** What is over sooner is not worth a write to the disk. */
    private static final long AFTER_MILLIS = 100;
    /** Of all devices together; the oldest are of no use to anybody. */
    private static final int MAX_KEPT = 4096;

    private final Platform platform;
    private final Store store;
    private final Records records;

    public Journal(Store store, Platform platform) {
        this.platform = platform;
        this.store = store;
        this.records = store.records("receptions");
    }

    /**
     * An acceptance.
     *
     * @param manifest  hash of what was accepted
     * @param folder    where it goes
     * @param automatic no person was asked
     * @param paused    by a person here
     */
    record Kept(byte[] manifest, Path folder, ConflictPolicy conflict, Set<Long> chosen, boolean automatic, boolean paused) {
        Kept paused(boolean now) {
            return new Kept(manifest, folder, conflict, chosen, automatic, now);
        }

        boolean fits(byte[] hash) {
            return MessageDigest.isEqual(manifest, hash);
        }
    }

    /** Writes it down soon, unless it is over by then, and forgets it when it is over. */
    void begin(Receptions.Key key, Kept kept, Reception reception) {
        platform.later(() -> platform.run(() -> write(key, kept, reception)), AFTER_MILLIS);
        reception.share().keeper(new Keeper() {
            @Override
            public void paused(boolean now) {
                if (find(key).isPresent()) {
                    write(key, kept, reception);
                }
            }

            @Override
            public void cancelled() { }
        });
        reception.share().result().thenRun(() -> {
            if (!reception.isSuspended()) {
                forget(key);
            }
        });
    }

    private void write(Receptions.Key key, Kept kept, Reception reception) {
        synchronized (this) {
            if (reception.share().isEnded() && !reception.isSuspended() || count() >= MAX_KEPT) {
                return;
            }
            records.put(name(key), bytes(kept.paused(reception.share().isHeld(Hold.HERE))));
        }
        commit();
    }

    private int count() {
        int[] count = new int[1];
        records.forEach((name, value) -> count[0]++);
        return count[0];
    }

    private void forget(Receptions.Key key) {
        forget(key.device(), key.transfer().hex());
    }

    /** It is over, or another one goes on with what was left of it. */
    void forget(DeviceId device, String transfer) {
        String name = name(device, transfer);
        synchronized (this) {
            if (records.get(name).isEmpty()) {
                return;
            }
            records.remove(name);
        }
        commit();
    }

    /** What is not written now is written with the next change; what is lost is asked about again. */
    private void commit() {
        try {
            store.commit();
        } catch (FerryException e) {
            LOG.warn("What is being received could not be written down: {}", e.problem().code());
        }
    }

    Optional<Kept> find(Receptions.Key key) {
        return records.get(name(key)).flatMap(Journal::kept);
    }

    /** Where something may lie that is to be gone on with. */
    Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        records.forEach((name, value) -> kept(value).ifPresent(kept -> folders.add(kept.folder())));
        return folders;
    }

    /** Forgets what no part is left of in these folders, and what cannot be read. */
    void keepOnly(Set<Path> alive) {
        List<String> dead = new ArrayList<>();
        records.forEach((name, value) -> {
            if (kept(value).filter(kept -> alive.contains(kept.folder())).isEmpty()) {
                dead.add(name);
            }
        });
        dead.forEach(records::remove);
    }

    private static String name(Receptions.Key key) {
        return name(key.device(), key.transfer().hex());
    }

    private static String name(DeviceId device, String transfer) {
        return device.hex() + "/" + transfer;
    }

    static byte[] bytes(Kept kept) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(kept.manifest().length);
            out.write(kept.manifest());
            out.writeUTF(kept.folder().toString());
            out.writeUTF(kept.conflict().name());
            out.writeBoolean(kept.automatic());
            out.writeBoolean(kept.paused());
            out.writeInt(kept.chosen().size());
            for (long index : kept.chosen()) {
                out.writeLong(index);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    static Optional<Kept> kept(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            byte[] manifest = in.readNBytes(in.readUnsignedByte());
            Path folder = Path.of(in.readUTF());
            ConflictPolicy conflict = ConflictPolicy.valueOf(in.readUTF());
            boolean automatic = in.readBoolean();
            boolean paused = in.readBoolean();
            int count = in.readInt();
            Set<Long> chosen = new LinkedHashSet<>();
            for (int i = 0; i < count; i++) {
                chosen.add(in.readLong());
            }
            return Optional.of(new Kept(manifest, folder, conflict, Set.copyOf(chosen), automatic, paused));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
