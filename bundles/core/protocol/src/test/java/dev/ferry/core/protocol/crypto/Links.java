package dev.ferry.core.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Links and what both ends know of them. */
final class Links {
    static final SecureRandom RANDOM = new SecureRandom();
    static final ProtocolVersions V1 = ProtocolVersions.of(1);
    static final ProtocolVersions V1_V2 = ProtocolVersions.of(1, 2);

    private Links() {
    }

    /** A link between two honest ends; both compute the same binding. */
    static Binding fresh() {
        byte[] client = new byte[32];
        byte[] server = new byte[32];
        RANDOM.nextBytes(client);
        RANDOM.nextBytes(server);
        return Binding.of(client, server);
    }

    static void refused(AuthFailedException.Reason reason, ThrowingCallable step) {
        assertThatThrownBy(step).isInstanceOfSatisfying(AuthFailedException.class,
                e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
