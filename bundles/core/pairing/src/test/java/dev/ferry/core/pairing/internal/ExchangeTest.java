package dev.ferry.core.pairing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.link.Connection;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.core.protocol.crypto.IdentityExchange;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.PairStep;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Device anna = new Device("anna");
    private final Device ben = new Device("ben\u001b[31m");

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** A device and what it has kept: name and secret by device id. */
    private static final class Device implements DeviceIdentity, Exchange.Keeper {
        private final Ed25519Keys keys = Ed25519Keys.generate(new SecureRandom());
        private final String name;
        private final Map<String, String> names = new TreeMap<>();
        private final Map<String, byte[]> secrets = new TreeMap<>();
        private boolean full;

        Device(String name) {
            this.name = name;
        }

        @Override
        public DeviceId id() {
            return DeviceId.ofPublicKey(keys.publicKey());
        }

        @Override
        public byte[] publicKey() {
            return keys.publicKey();
        }

        @Override
        public byte[] sign(byte[] message) {
            return keys.sign(message);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public DeviceKind kind() {
            return DeviceKind.LAPTOP;
        }

        @Override
        public void keep(DeviceId id, byte[] publicKey, String shown, byte[] secret) throws FerryException {
            if (full) {
                throw new FerryException(new Problem.InsufficientStorage(1, 0, "The disk is full."));
            }
            names.put(id.hex(), shown);
            secrets.put(id.hex(), secret.clone());
        }

        @Override
        public void forget(DeviceId id) {
            names.remove(id.hex());
            secrets.remove(id.hex());
        }
    }

    private static Callable<DeviceId> closing(Connection connection, Exchange exchange) {
        return () -> {
            try (connection) {
                return exchange.run();
            }
        };
    }

    @Test
    void bothKeepTheSameSecretAndAnEscapedName() throws Exception {
        Ends ends = Ends.confirmed();
        Future<DeviceId> shower = threads.submit(() -> new Exchange(ends.shower(), ben, ben).run());
        assertThat(new Exchange(ends.joiner(), anna, anna).run()).isEqualTo(ben.id());
        assertThat(shower.get()).isEqualTo(anna.id());
        assertThat(anna.names).containsExactly(Map.entry(ben.id().hex(), "ben\\u{1b}[31m"));
        assertThat(ben.names).containsExactly(Map.entry(anna.id().hex(), "anna"));
        assertThat(anna.secrets.get(ben.id().hex())).hasSize(32).isEqualTo(ben.secrets.get(anna.id().hex()));
    }

    @Test
    void whenTheJoinerCannotStoreNeitherKeepsThePair() throws Exception {
        Ends ends = Ends.confirmed();
        anna.full = true;
        Future<DeviceId> shower = threads.submit(closing(ends.shower(), new Exchange(ends.shower(), ben, ben)));
        assertThatThrownBy(() -> closing(ends.joiner(), new Exchange(ends.joiner(), anna, anna)).call()).isInstanceOf(FerryException.class);
        assertThatThrownBy(shower::get).isInstanceOf(ExecutionException.class);
        assertThat(ben.names).isEmpty();
        assertThat(anna.names).isEmpty();
    }

    @Test
    void whenTheShowerCannotStoreTheJoinerKeepsNothing() throws Exception {
        Ends ends = Ends.confirmed();
        ben.full = true;
        Future<DeviceId> shower = threads.submit(closing(ends.shower(), new Exchange(ends.shower(), ben, ben)));
        assertThatThrownBy(() -> closing(ends.joiner(), new Exchange(ends.joiner(), anna, anna)).call()).isInstanceOf(IOException.class);
        assertThatThrownBy(shower::get).hasCauseInstanceOf(FerryException.class);
        assertThat(anna.names).isEmpty();
    }

    @Test
    void aJoinerThatShowsAKeyItDoesNotHoldIsNotKept() throws Exception {
        Ends ends = Ends.confirmed();
        Device victim = new Device("victim");
        Future<DeviceId> shower = threads.submit(closing(ends.shower(), new Exchange(ends.shower(), ben, ben)));
        IdentityExchange.Client thief = new IdentityExchange.Client(anna, ends.joiner().keys());
        thief.introduce();
        ends.joiner().writer().send(step(victim.publicKey()));
        Frame.Message answer = (Frame.Message) ends.joiner().reader().next();
        byte[] garbage = new byte[IdentityExchange.PROOF_LENGTH];
        assertThat(answer.control().getPairStep().getName()).isEqualTo("ben\u001b[31m");
        ends.joiner().writer().send(step(garbage));
        assertThatThrownBy(shower::get).hasCauseInstanceOf(AuthFailedException.class);
        assertThat(ben.names).isEmpty();
    }

    @Test
    void aMessageOutOfTurnEndsIt() throws Exception {
        Ends ends = Ends.confirmed();
        Future<DeviceId> shower = threads.submit(closing(ends.shower(), new Exchange(ends.shower(), ben, ben)));
        ends.joiner().writer().send(Control.newBuilder().setPing(Ping.getDefaultInstance()).build());
        assertThatThrownBy(shower::get).hasCauseInstanceOf(ProtocolException.class);
        assertThat(ben.names).isEmpty();
    }

    private static Control step(byte[] bytes) {
        return Control.newBuilder().setPairStep(PairStep.newBuilder().setStep(ByteString.copyFrom(bytes))).build();
    }
}
