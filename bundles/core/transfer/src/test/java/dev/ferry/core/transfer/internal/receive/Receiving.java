package dev.ferry.core.transfer.internal.receive;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.names.NameRules;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import dev.ferry.core.transfer.internal.names.SafePath;
import dev.ferry.core.transfer.internal.names.TreeNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Receives small files one after another, the way a session does, on the calling thread. */
final class Receiving implements AutoCloseable {
    final ReceiveFolder folder;
    final TreeNames names = new TreeNames();
    final GroupCommit commit;
    final ConflictPolicy policy;

    Receiving(Path root, ConflictPolicy policy) throws DiskException {
        this(ReceiveFolder.open(root), policy);
    }

    Receiving(ReceiveFolder folder, ConflictPolicy policy) {
        this.folder = folder;
        this.commit = new GroupCommit(folder, new Forcing(new SyncCommand(), System::nanoTime), Runnable::run, GroupCommit.Limits.DEFAULT);
        this.policy = policy;
    }

    /** Empty when the name was refused. */
    Optional<Placement> file(String path, String content) throws Exception {
        return NameRules.judge(path) instanceof NameVerdict.Usable usable ? Optional.of(file(names.file(usable), content)) : Optional.empty();
    }

    Placement file(SafePath target, String content) throws Exception {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        PartFile part;
        try {
            part = folder.begin(target, bytes.length, Optional.of(Instant.ofEpochSecond(1_600_000_000, 987_654_321)));
        } catch (DiskException e) {
            return new Placement.Failed(target, e);
        }
        part.write(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), 0);
        part.seal(false);
        List<Placement> placements = new ArrayList<>();
        commit.add(part, policy, placements::add);
        return placements.get(0);
    }

    static SafePath path(String path) {
        return ((NameVerdict.Usable) NameRules.judge(path)).path();
    }

    @Override
    public void close() throws DiskException {
        folder.close();
    }
}
