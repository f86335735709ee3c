package dev.ferry.core.transfer.internal.errand;

import com.google.protobuf.ByteString;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.model.DeviceId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** An errand as a record of the store. */
final class ErrandBytes {
    private static final int VERSION = 1;
    private static final long NONE = -1;

    private ErrandBytes() { }

    static byte[] of(Errand errand) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(errand.number());
            out.writeUTF(errand.device().hex());
            out.writeInt(errand.files().size());
            for (ShareRequest.Item item : errand.files()) {
                out.writeUTF(item.path().toString());
                out.writeBoolean(item.contentsOnly());
            }
            out.writeUTF(errand.message().orElse(""));
            write(out, errand.options());
            out.writeBoolean(errand.queued());
            out.writeLong(errand.since().toEpochMilli());
            out.writeLong(errand.until().toEpochMilli());
            out.writeBoolean(errand.paused());
            write(out, errand.begun().map(Begun::transfer).orElse(ByteString.EMPTY));
            write(out, errand.begun().map(Begun::seed).orElse(ByteString.EMPTY));
            write(out, errand.begun().map(Begun::what).orElse(ByteString.EMPTY));
            out.writeInt(errand.begun().map(Begun::blockBytes).orElse(0));
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, ShareOptions options) throws IOException {
        out.writeUTF(options.priority().name());
        out.writeUTF(options.kind().name());
        out.writeLong(options.bytesPerSecond().orElse(NONE));
        out.writeLong(options.timeout().map(Duration::toMillis).orElse(NONE));
        out.writeUTF(options.visibility().name());
        out.writeBoolean(options.preserveTimes());
        out.writeUTF(options.compression().name());
    }

    private static void write(DataOutputStream out, ByteString bytes) throws IOException {
        out.writeByte(bytes.size());
        bytes.writeTo(out);
    }

    /** Empty where it cannot be read, as what another version wrote. */
    static Optional<Errand> errand(String id, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            long number = in.readLong();
            DeviceId device = new DeviceId(in.readUTF());
            List<ShareRequest.Item> files = files(in);
            String message = in.readUTF();
            ShareOptions options = options(in);
            boolean queued = in.readBoolean();
            Instant since = Instant.ofEpochMilli(in.readLong());
            Instant until = Instant.ofEpochMilli(in.readLong());
            boolean paused = in.readBoolean();
            Begun begun = new Begun(bytes(in), bytes(in), bytes(in), in.readInt());
            return Optional.of(new Errand(UUID.fromString(id), number, device, files, message.isEmpty() ? Optional.empty() : Optional.of(message), options, queued,
                    since, until, paused, begun.transfer().isEmpty() ? Optional.empty() : Optional.of(begun)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<ShareRequest.Item> files(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 1 || count > Errands.MOST_FILES) {
            throw new IOException("An errand has no possible number of files");
        }
        List<ShareRequest.Item> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(new ShareRequest.Item(Path.of(in.readUTF()), in.readBoolean()));
        }
        return files;
    }

    private static ShareOptions options(DataInputStream in) throws IOException {
        ShareOptions.Priority priority = ShareOptions.Priority.valueOf(in.readUTF());
        ShareOptions.Kind kind = ShareOptions.Kind.valueOf(in.readUTF());
        long limit = in.readLong();
        long timeout = in.readLong();
        ShareOptions.Visibility visibility = ShareOptions.Visibility.valueOf(in.readUTF());
        return new ShareOptions(priority, kind, limit == NONE ? OptionalLong.empty() : OptionalLong.of(limit),
                timeout == NONE ? Optional.empty() : Optional.of(Duration.ofMillis(timeout)), visibility, in.readBoolean(), Optional.empty(),
                ShareOptions.Compression.valueOf(in.readUTF()));
    }

    private static ByteString bytes(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("A record is cut off");
        }
        return ByteString.copyFrom(bytes);
    }
}
