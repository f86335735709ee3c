package dev.ferry.core.transfer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ferry.api.CollectRequest;
import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Accept;
import dev.ferry.core.protocol.wire.Cancel;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.protocol.wire.EntryProblem;
import dev.ferry.core.protocol.wire.Finished;
import dev.ferry.core.protocol.wire.Flow;
import dev.ferry.core.protocol.wire.Grant;
import dev.ferry.core.protocol.wire.Hello;
import dev.ferry.core.protocol.wire.ManifestEnd;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.Part;
import dev.ferry.core.protocol.wire.Pieces;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.core.protocol.wire.Pong;
import dev.ferry.core.protocol.wire.Range;
import dev.ferry.core.protocol.wire.Receipt;
import dev.ferry.core.protocol.wire.Reject;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.protocol.wire.SourceEnd;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestBuilder;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.manifest.ManifestPages;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import dev.ferry.model.Registration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A hostile peer that has behaved so far, in one of the states of a transfer; and what it would properly say of each kind, for the test to spoil. */
final class Encounter implements AutoCloseable {
    /** Where the honest side stands. The first four receive, the others send; the names are those of PROTOCOL.md, with what is before the offer. */
    enum At { BEFORE, LISTING, ASKING, RECEIVING, OFFERED, SENDING }

    static final byte[] TEN = "0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final Manifest MANIFEST = manifest();

    final At at;
    final RawPeer mallory;
    final ShareHandle honest;
    private final Device here;
    private final int stream;
    private final Accept acceptance;

    private Encounter(At at, RawPeer mallory, ShareHandle honest, Device here, int stream, Accept acceptance) {
        this.at = at;
        this.mallory = mallory;
        this.honest = honest;
        this.here = here;
        this.stream = stream;
        this.acceptance = acceptance;
    }

    private static Manifest manifest() {
        ManifestBuilder builder = new ManifestBuilder(ShareKind.COPY, Metadata.FULL, RawPeer.TRANSFER, new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        builder.add(new ManifestEntry("a", false, TEN.length, 1000, 5, 0644));
        builder.add(new ManifestEntry("b", false, TEN.length, 1000, 5, 0644));
        return builder.build(0);
    }

    /** Bob receives from it, and is asked. */
    static Encounter receiving(At at, Device alice, Device bob, Path out) throws Exception {
        CompletableFuture<FakeConnection> joined = new CompletableFuture<>();
        var window = alice.port.open(new Links.WindowRequest(Purpose.COLLECT, "mallory", Duration.ofMinutes(1),
                connection -> joined.complete((FakeConnection) connection), ended -> { }));
        ShareHandle received = bob.engine.shares().collect(new CollectRequest(String.valueOf(window.code().display()), out, ConflictPolicy.RENAME, false));
        Encounter encounter = new Encounter(at, new RawPeer(joined.get().channel()), received, bob, 2, Accept.getDefaultInstance());
        window.close();
        encounter.listen();
        return encounter;
    }

    private void listen() throws Exception {
        if (at != At.BEFORE) {
            say(OfCase.OFFER);
        }
        if (at == At.ASKING || at == At.RECEIVING) {
            say(OfCase.MANIFEST_PAGE);
            say(OfCase.MANIFEST_END);
            OfferView offer = asked();
            if (at == At.RECEIVING) {
                TwoDevices.accept(here, offer);
                mallory.await(OfCase.GRANT);
            }
        }
    }

    private OfferView asked() throws Exception {
        CompletableFuture<OfferView> asked = new CompletableFuture<>();
        try (Registration following = here.inbox.follow(offer -> {
            if (offer.id().equals(honest.id())) {
                asked.complete(offer);
            }
        })) {
            return asked.get(10, TimeUnit.SECONDS);
        }
    }

    /** Alice sends it three files of ten bytes. */
    static Encounter sending(At at, Device alice, Device bob, Path... files) throws Exception {
        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), files);
        PairingCode code = PairingCode.parse(sent.view().code().orElseThrow().code().toCharArray());
        Links.Dial dial = new Links.Dial(Purpose.COLLECT, new Proof.Code(code), List.of(alice.port.route()), "mallory", Duration.ofSeconds(1));
        RawPeer mallory = new RawPeer(((FakeConnection) bob.port.dial(dial)).channel());
        Offer offer = mallory.await(OfCase.OFFER).getOffer();
        ManifestEnd end = mallory.await(OfCase.MANIFEST_END).getManifestEnd();
        Encounter encounter = new Encounter(at, mallory, sent, alice, offer.getStream(),
                Accept.newBuilder().setStream(offer.getStream()).setTransfer(offer.getTransfer()).setManifestHash(end.getHash())
                        .setBlockBytes(offer.getBlockBytes()).build());
        if (at == At.SENDING) {
            encounter.say(OfCase.ACCEPT);
        }
        return encounter;
    }

    boolean receives() {
        return at.compareTo(At.RECEIVING) <= 0;
    }

    void say(OfCase kind) throws IOException {
        mallory.raw(proper(kind));
    }

    /** What has to be said before it for its content to be true. */
    void leadTo(OfCase kind) throws IOException {
        if (kind == OfCase.MANIFEST_END && at == At.LISTING) {
            say(OfCase.MANIFEST_PAGE);
        } else if (kind == OfCase.FINISHED && at == At.SENDING) {
            mallory.send(Control.newBuilder().setReceipt(Receipt.newBuilder().setStream(stream).addFiles(Range.newBuilder().setCount(3))));
        }
    }

    /** A message that is true of this encounter where it has content; one that is empty of the kinds that have no place here. */
    byte[] proper(OfCase kind) {
        Control.Builder control = Control.newBuilder();
        switch (kind) {
            case PING -> control.setPing(Ping.newBuilder().setId(5));
            case PONG -> control.setPong(Pong.newBuilder().setId(5));
            case OFFER -> control.setOffer(RawPeer.offer(receives() ? stream : 1).setMetadata(Metadata.FULL).setCount(2).setTotalBytes(20));
            case MANIFEST_PAGE -> control.setManifestPage(page(OfCase.MANIFEST_PAGE).getManifestPage());
            case MANIFEST_END -> control.setManifestEnd(page(OfCase.MANIFEST_END).getManifestEnd());
            case ACCEPT -> control.setAccept(acceptance);
            case REJECT -> control.setReject(Reject.newBuilder().setStream(stream));
            case WANT -> control.setWant(Want.newBuilder().setStream(stream).setCount(1).addParts(Part.newBuilder().setFile(1).setLength(TEN.length)));
            case GRANT -> control.setGrant(Grant.newBuilder().setStream(stream).setBytes(5));
            case RECEIPT -> control.setReceipt(Receipt.newBuilder().setStream(stream).addFiles(Range.newBuilder().setCount(1)));
            case ENTRY_PROBLEM -> control.setEntryProblem(EntryProblem.newBuilder().setStream(stream));
            case FLOW -> control.setFlow(Flow.newBuilder().setStream(stream).setPaused(true));
            case CANCEL -> control.setCancel(Cancel.newBuilder().setStream(stream));
            case SOURCE_END -> control.setSourceEnd(SourceEnd.newBuilder().setStream(stream));
            case DIGESTS -> control.setDigests(Digests.newBuilder().setStream(stream).setSums(ByteString.copyFrom(new byte[36])).setRoot(ByteString.copyFrom(new byte[32])));
            case PIECES -> control.setPieces(Pieces.newBuilder().setStream(stream).setSums(ByteString.copyFrom(new byte[16])));
            case FINISHED -> control.setFinished(Finished.newBuilder().setStream(stream).setFiles(3).setBytes(30));
            case HELLO -> control.setHello(Hello.newBuilder().addVersions(1).setMethod(4).setPurpose(2));
            default -> {
                return empty(kind.getNumber());
            }
        }
        return control.build().toByteArray();
    }

    /** A message of that number without content. */
    static byte[] empty(int message) {
        int tag = message << 3 | 2;
        return tag < 0x80 ? new byte[] {(byte) tag, 0} : new byte[] {(byte) (tag | 0x80), (byte) (tag >> 7), 0};
    }

    private Control page(OfCase kind) {
        List<Control> pages = new ArrayList<>();
        ManifestPages.send(MANIFEST, stream, pages::add);
        return pages.stream().filter(page -> page.getOfCase() == kind).findFirst().orElseThrow();
    }

    /** It was caught: told so, the person too, and nothing came of it. */
    void assertCaught(String what) throws Exception {
        assertThat(mallory.verdict()).as(what).isEqualTo("protocol");
        assertThat(Device.result(honest).problem()).as(what).containsInstanceOf(Problem.ProtocolError.class);
        assertThat(mallory.payload).as(what).isEmpty();
    }

    @Override
    public void close() throws Exception {
        mallory.channel.close();
        Device.result(honest);
    }
}
