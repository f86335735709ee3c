package dev.ferry.core.pairing.internal;

import com.google.protobuf.ByteString;
import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.link.Connection;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.IdentityExchange;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.PairStep;
import dev.ferry.core.protocol.wire.PairStored;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.PeerText;
import java.io.IOException;

/**
 * What the two sides say after the code is confirmed (PROTOCOL.md, "Pairing"). The side that was called stores first and says so, then the other; a side that cannot store
 * closes the connection, and the one that had stored forgets again.
 */
final class Exchange {
    private static final int MAX_NAME = 64;

    private final Connection connection;
    private final DeviceIdentity self;
    private final Keeper keeper;

    /** Keeps and forgets pairs. */
    interface Keeper {
        /** Stores durably what was proved; wipes nothing. */
        void keep(DeviceId id, byte[] publicKey, String name, byte[] secret) throws FerryException;

        /** Takes back what {@link #keep} stored. */
        void forget(DeviceId id);
    }

    Exchange(Connection connection, DeviceIdentity self, Keeper keeper) {
        this.connection = connection;
        this.self = self;
        this.keeper = keeper;
    }

    /** Runs it; whoever gets an exception closes the connection. */
    DeviceId run() throws IOException, AuthFailedException, FerryException {
        return connection.initiator() ? client() : server();
    }

    private DeviceId client() throws IOException, AuthFailedException, FerryException {
        IdentityExchange.Client exchange = new IdentityExchange.Client(self, connection.keys());
        send(exchange.introduce(), self.name());
        PairStep answer = receive();
        send(exchange.prove(answer.getStep().toByteArray()), "");
        try (IdentityExchange.NewPair pair = exchange.pair()) {
            receiveStored();
            DeviceId id = keep(pair, answer.getName());
            connection.writer().send(stored());
            return id;
        }
    }

    private DeviceId server() throws IOException, AuthFailedException, FerryException {
        IdentityExchange.Server exchange = new IdentityExchange.Server(self, connection.keys());
        PairStep introduction = receive();
        send(exchange.answer(introduction.getStep().toByteArray()), self.name());
        try (IdentityExchange.NewPair pair = exchange.accept(receive().getStep().toByteArray())) {
            DeviceId id = keep(pair, introduction.getName());
            try {
                connection.writer().send(stored());
                receiveStored();
            } catch (IOException e) {
                keeper.forget(id);
                throw e;
            }
            return id;
        }
    }

    private DeviceId keep(IdentityExchange.NewPair pair, String name) throws FerryException {
        DeviceId id = DeviceId.ofPublicKey(pair.publicKey());
        String shown = PeerText.escape(name.strip(), MAX_NAME);
        keeper.keep(id, pair.publicKey(), shown.isEmpty() ? id.display() : shown, pair.secret());
        return id;
    }

    private void send(byte[] step, String name) throws IOException {
        connection.writer().send(Control.newBuilder().setPairStep(PairStep.newBuilder().setStep(ByteString.copyFrom(step)).setName(name)
                .setKind(self.kind().ordinal() + 1)).build());
    }

    private static Control stored() {
        return Control.newBuilder().setPairStored(PairStored.getDefaultInstance()).build();
    }

    private PairStep receive() throws IOException {
        Control control = control();
        if (control.getOfCase() != Control.OfCase.PAIR_STEP) {
            throw new ProtocolException("A pairing message came out of turn");
        }
        return control.getPairStep();
    }

    private void receiveStored() throws IOException {
        if (control().getOfCase() != Control.OfCase.PAIR_STORED) {
            throw new ProtocolException("A pairing message came out of turn");
        }
    }

    private Control control() throws IOException {
        if (connection.reader().next() instanceof Frame.Message message) {
            return message.control();
        }
        throw new ProtocolException("Data came during pairing");
    }
}
