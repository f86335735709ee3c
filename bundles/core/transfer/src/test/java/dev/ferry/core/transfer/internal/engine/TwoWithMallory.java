package dev.ferry.core.transfer.internal.engine;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.ReferenceAccess;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.protocol.wire.ReferenceOffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One of the two is in the hands of a test, and says what it likes. */
abstract class TwoWithMallory extends TwoWithReferences {
    /** A session of that device with the other, to which it dialled: its own streams are odd. */
    RawPeer mallory(Device as, Device with) throws Exception {
        net.cut();
        Links.Dial dial = new Links.Dial(Purpose.SESSION, new Proof.Pinned(with.id), List.of(with.port.route()), "mallory", Duration.ofSeconds(1));
        // Until the other one has noticed that the connection of before is gone, it keeps that one.
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> new RawPeer(((FakeConnection) as.port.dial(dial)).channel()), mallory -> mallory.verdict().equals("alive"));
    }

    static ByteString bytes(UUID id) {
        return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).flip());
    }

    static ReferenceOffer.Builder offer(int stream, UUID id) {
        return ReferenceOffer.newBuilder().setStream(stream).setReference(bytes(id)).setAccess(ReferenceAccess.READ_WRITE).addNames("films/").setCount(2).setTotalBytes(20);
    }

    /** The honest device trusts it, so it holds that at once. */
    static UUID held(RawPeer mallory, int stream) throws Exception {
        UUID id = UUID.randomUUID();
        mallory.send(Control.newBuilder().setReferenceOffer(offer(stream, id)));
        ReferenceFault fault = mallory.await(OfCase.REFERENCE_ANSWER).getReferenceAnswer().getFault();
        if (fault != ReferenceFault.NO_FAULT) {
            throw new AssertionError("Not taken: " + fault);
        }
        return id;
    }
}
