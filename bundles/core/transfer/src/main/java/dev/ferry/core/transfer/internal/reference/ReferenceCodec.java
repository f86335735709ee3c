package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareRequest;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.DeviceId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A reference as a record of the database. */
final class ReferenceCodec {
    private static final int VERSION = 1;
    private static final long NEVER = Long.MIN_VALUE;

    private ReferenceCodec() { }

    static byte[] bytes(Reference reference) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(reference.device().hex());
            out.writeBoolean(reference.given());
            out.writeUTF(reference.access().name());
            out.writeLong(reference.expires().map(Instant::getEpochSecond).orElse(NEVER));
            out.writeUTF(reference.state().name());
            out.writeLong(reference.since().toEpochMilli());
            out.writeLong(reference.count());
            out.writeLong(reference.bytes());
            out.writeInt(reference.names().size());
            for (String name : reference.names()) {
                out.writeUTF(name);
            }
            out.writeInt(reference.roots().size());
            for (ShareRequest.Item item : reference.roots()) {
                out.writeUTF(item.path().toString());
                out.writeBoolean(item.contentsOnly());
            }
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    /** @return empty where it is of another version or damaged */
    static Optional<Reference> reference(UUID id, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            DeviceId device = new DeviceId(in.readUTF());
            boolean given = in.readBoolean();
            AccessLevel access = AccessLevel.valueOf(in.readUTF());
            long expires = in.readLong();
            State state = State.valueOf(in.readUTF());
            Instant since = Instant.ofEpochMilli(in.readLong());
            long count = in.readLong();
            long size = in.readLong();
            List<String> names = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                names.add(in.readUTF());
            }
            List<ShareRequest.Item> roots = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                roots.add(new ShareRequest.Item(Path.of(in.readUTF()), in.readBoolean()));
            }
            return Optional.of(new Reference(id, device, given, access, expires == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochSecond(expires)), state, since, names,
                    count, size, roots));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
