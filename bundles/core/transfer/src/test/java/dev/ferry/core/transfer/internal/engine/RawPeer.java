package dev.ferry.core.transfer.internal.engine;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.Coding;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.FrameLimits;
import dev.ferry.core.protocol.FrameReader;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.wire.CheckAlgorithm;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestBuilder;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.manifest.ManifestPages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The other end of a connection in the hands of a test: says what it likes. */
final class RawPeer {
    static final byte[] TRANSFER = "sixteen bytes id".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    static final int BLOCK = 64 * 1024;
    private static final byte[] SEED = new byte[8];
    private static final long ALIVE = 0x0a11_7e57L;
    private static final Set<Control.OfCase> LAST_WORDS = EnumSet.of(Control.OfCase.MANIFEST_END, Control.OfCase.SOURCE_END, Control.OfCase.REJECT, Control.OfCase.FINISHED);

    final MemoryChannel channel;
    private final FrameReader reader;
    private final FrameWriter writer;
    final List<Control> heard = new ArrayList<>();
    final List<Frame.Data> payload = new ArrayList<>();

    RawPeer(MemoryChannel channel) {
        this.channel = channel;
        this.reader = new FrameReader(channel, FrameLimits.AUTHENTICATED);
        this.writer = new FrameWriter(channel);
        if (channel.isInCells()) {
            reader.inCells();
            writer.inCells();
        }
    }

    void send(Control.Builder control) throws IOException {
        writer.send(control.build());
        writer.flush();
    }

    void sendIfOpen(Control.Builder control) {
        try {
            send(control);
        } catch (IOException e) {
            // The other side has closed: the test looks at why.
        }
    }

    void data(int stream, long file, long offset, byte[] bytes, byte[] check, byte[] root) throws IOException {
        writer.send(stream, file, offset, ByteBuffer.wrap(bytes), check, root);
        writer.flush();
    }

    /** Compressed payload within a block, which stands for so many bytes, it says. */
    void packed(int stream, long file, long offset, byte[] payload, int length) throws IOException {
        packed(stream, file, offset, payload, length, FileChecks.NONE, FileChecks.NONE);
    }

    void packed(int stream, long file, long offset, byte[] payload, int length, byte[] check, byte[] root) throws IOException {
        writer.send(stream, file, offset, ByteBuffer.wrap(payload), Coding.DEFLATE, length, check, root);
        writer.flush();
    }

    /** A whole small file, as it should be. */
    void file(int stream, long file, byte[] bytes) throws IOException {
        FileChecks checks = checks();
        checks.begin(bytes.length);
        checks.update(ByteBuffer.wrap(bytes));
        byte[] check = bytes.length == 0 ? FileChecks.NONE : checks.block();
        data(stream, file, 0, bytes, check, checks.root());
    }

    static FileChecks checks() {
        return new FileChecks(CheckAlgorithm.XXH3_128, SEED, BLOCK);
    }

    static Offer.Builder offer(int stream) {
        return Offer.newBuilder().setStream(stream).setTransfer(ByteString.copyFrom(TRANSFER)).setMetadata(Metadata.MINIMAL).setCheck(CheckAlgorithm.XXH3_128)
                .setCheckSeed(ByteString.copyFrom(SEED)).setBlockBytes(BLOCK);
    }

    static Manifest manifest(ManifestEntry... entries) {
        return manifest(TRANSFER, entries);
    }

    static Manifest manifest(byte[] transfer, ManifestEntry... entries) {
        ManifestBuilder builder = new ManifestBuilder(dev.ferry.core.protocol.wire.ShareKind.COPY, Metadata.MINIMAL, transfer, new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        for (ManifestEntry entry : entries) {
            builder.add(entry);
        }
        return builder.build(0);
    }

    static ManifestEntry entry(String path, long size) {
        return new ManifestEntry(path, false, size, 0, 0, 0);
    }

    /** Offers files of these names, ten bytes each, up to and with the end of the manifest. */
    Manifest offerFiles(int stream, String... names) throws IOException {
        ManifestEntry[] entries = new ManifestEntry[names.length];
        for (int i = 0; i < names.length; i++) {
            entries[i] = entry(names[i], 10);
        }
        return offer(stream, manifest(entries));
    }

    Manifest offer(int stream, Manifest manifest) throws IOException {
        return offer(offer(stream), manifest);
    }

    Manifest offer(Offer.Builder offer, Manifest manifest) throws IOException {
        int stream = offer.getStream();
        send(Control.newBuilder().setOffer(offer));
        List<Control> pages = new ArrayList<>();
        ManifestPages.send(manifest, stream, pages::add);
        for (Control page : pages) {
            send(page.toBuilder());
        }
        return manifest;
    }

    /** A control frame of these bytes, whatever they are, behind the padding that it needs: what is wrong with it is what it says. */
    void raw(byte[] control) throws IOException {
        Control said = Control.parseFrom(control);
        if (LAST_WORDS.contains(said.getOfCase())) {
            send(said.toBuilder());
            return;
        }
        frame(ByteBuffer.allocate(5 + control.length).putInt(1 + control.length).put((byte) 1).put(control).flip());
    }

    /** A frame of these bytes, whatever they are. */
    void frame(ByteBuffer bytes) throws IOException {
        writer.sendBatch(bytes);
        writer.flush();
    }

    /**
     * What came of the last thing said: the other side still answers, or how it ended the connection.
     *
     * @return "alive", the code of its goodbye, or "none" where it left without a word
     */
    String verdict() {
        try {
            Ping ping = Ping.newBuilder().setId(ALIVE).build();
            sendIfOpen(Control.newBuilder().setPing(ping));
            Control last = await(message -> message.hasPong() && message.getPong().getId() == ALIVE || message.hasGoodbye());
            return last.hasPong() ? "alive" : last.getGoodbye().getCode();
        } catch (IOException e) {
            return heard.stream().filter(Control::hasGoodbye).map(control -> control.getGoodbye().getCode()).findFirst().orElse("none");
        }
    }

    /** Reads until a message of that kind comes. */
    Control await(OfCase kind) throws IOException {
        return await(control -> control.getOfCase() == kind);
    }

    private Control await(Predicate<Control> wanted) throws IOException {
        while (true) {
            Frame frame = reader.next();
            if (frame instanceof Frame.Data data) {
                payload.add(data);
            } else if (frame instanceof Frame.Message message) {
                heard.add(message.control());
                if (wanted.test(message.control())) {
                    return message.control();
                }
            }
        }
    }

    /** Reads to the end; what the last word was. */
    String goodbye() {
        try {
            await(OfCase.OF_NOT_SET);
        } catch (IOException e) {
            // The end.
        }
        return heard.stream().filter(Control::hasGoodbye).map(control -> control.getGoodbye().getCode()).findFirst().orElse("none");
    }
}
