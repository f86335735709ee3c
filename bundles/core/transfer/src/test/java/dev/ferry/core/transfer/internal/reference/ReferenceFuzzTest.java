package dev.ferry.core.transfer.internal.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareRequest;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.EntryType;
import dev.ferry.core.protocol.wire.ReferenceAccess;
import dev.ferry.core.protocol.wire.ReferenceGet;
import dev.ferry.core.protocol.wire.ReferenceOffer;
import dev.ferry.core.protocol.wire.ReferencePage;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.DeviceId;
import dev.ferry.tck.fuzz.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReferenceFuzzTest {
    private static final UUID ID = new UUID(1, 2);
    private static final ByteString WIRE_ID = ByteString.copyFrom(new byte[16]);

    private static Reference reference(boolean given) {
        return new Reference(ID, new DeviceId("ab".repeat(32)), given, AccessLevel.READ_ONLY, given ? Optional.of(Instant.EPOCH) : Optional.empty(), State.ACTIVE, Instant.EPOCH,
                List.of("a", "d/"), 2, 30, given ? List.of(new ShareRequest.Item(Path.of("/a"), false), new ShareRequest.Item(Path.of("/d"), true)) : List.of());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What is read from the database is written in a way that is read again. */
    @Test
    void records() {
        Fuzz.of("references").like(ReferenceCodec.bytes(reference(true))).like(ReferenceCodec.bytes(reference(false))).run(input -> ReferenceCodec.reference(ID, input)
                .ifPresent(read -> assertThat(ReferenceCodec.reference(ID, ReferenceCodec.bytes(read))).contains(read)));
    }

    /** No path of a peer has a name that leads out of its folder, and none that a person types does harm. */
    @Test
    void paths() {
        Fuzz.of("reference-paths").like(utf8("a/b/c")).like(utf8("../a")).like(utf8("a\\u{202e}b\\\\")).promising(IllegalArgumentException.class).run(input -> {
            String text = new String(input, StandardCharsets.UTF_8);
            ReferencePath.of(text).ifPresent(path -> assertThat(path.names()).noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")));
            String shown = ShownPath.shown(text);
            assertThat(ShownPath.said(shown)).as(shown).isEqualTo(text);
            ShownPath.said(text);
        });
    }

    private static Control page(Entry.Builder entry) {
        return Control.newBuilder().setReferencePage(ReferencePage.newBuilder().setStream(1).addEntries(entry)).build();
    }

    /** What an owner and a holder say, as far as it is looked at before anything is done. */
    @Test
    void messages() {
        Fuzz.of("reference-messages").promising(ProtocolException.class).promising(IOException.class)
                .like(page(Entry.newBuilder().setPath("d/a").setSize(3).setMtimeSeconds(1_000_000_000).setMtimeNanos(5)).toByteArray())
                .like(page(Entry.newBuilder().setPath("d").setType(EntryType.FOLDER).setMtimeSeconds(-1)).toByteArray())
                .like(Control.newBuilder().setReferenceOffer(ReferenceOffer.newBuilder().setStream(1).setReference(WIRE_ID).setAccess(ReferenceAccess.READ_WRITE)
                        .setExpiresSeconds(2_000_000_000).addNames("a").addNames("d/").setCount(2).setTotalBytes(3).setLabel("anne").setMessage("look")).build().toByteArray())
                .like(Control.newBuilder().setReferenceGet(ReferenceGet.newBuilder().setStream(1).setReference(WIRE_ID).setTransfer(WIRE_ID).addPaths("d/a")).build().toByteArray())
                .run(input -> {
                    Control control = Control.parseFrom(input);
                    new Reading(ReferencePath.of("d")).message(control);
                    control.getReferencePage().getEntriesList().forEach(Holding::entry);
                    if (control.hasReferenceOffer()) {
                        ReferenceWire.demandInLimits(control.getReferenceOffer());
                    }
                    if (control.hasReferenceGet()) {
                        ReferenceWire.paths(control.getReferenceGet().getPathsList());
                        ReferenceWire.id(control.getReferenceGet().getTransfer());
                    }
                });
    }
}
