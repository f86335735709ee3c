package dev.ferry.core.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.identity.Lease;
import dev.ferry.core.identity.Pair;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.TrustLevel;
import dev.ferry.tck.fuzz.Fuzz;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustFuzzTest {
    private static byte[] store() {
        TrustData data = TrustData.empty();
        byte[] key = new byte[32];
        Pair pair = new Pair(DeviceId.ofPublicKey(key), key, "laptop", TrustLevel.VERIFIED, Instant.EPOCH);
        data.pairs().put(pair.id(), new TrustData.Entry(pair, new byte[32]));
        byte[] other = new byte[32];
        other[0] = 1;
        Pair timed = new Pair(DeviceId.ofPublicKey(other), other, "phone", TrustLevel.TRUSTED, Instant.EPOCH,
                Optional.of(new Lease(TrustLevel.VERIFIED, Instant.EPOCH, Instant.EPOCH.plusSeconds(1))));
        data.pairs().put(timed.id(), new TrustData.Entry(timed, new byte[32]));
        DeviceId stranger = new DeviceId("01".repeat(32));
        data.blocked().put(stranger, new Blocked(stranger, "reason", Instant.EPOCH));
        return data.encode();
    }

    @Test
    void trustStoresThatAreNotWhole() {
        Fuzz.of("trust").like(store()).run(input -> {
            boolean same = Arrays.equals(input, store());
            assertThat(TrustData.decode(input).isPresent()).isEqualTo(same);
        });
    }

    /** As only somebody with the file could make them: the digest is right. */
    @Test
    void trustStoresWithAnotherContent() {
        byte[] whole = store();
        Fuzz.of("trust-content").like(Arrays.copyOf(whole, whole.length - 32)).run(input -> {
            byte[] sealed = Arrays.copyOf(input, input.length + 32);
            System.arraycopy(MessageDigest.getInstance("SHA-256").digest(input), 0, sealed, input.length, 32);
            TrustData.decode(sealed).ifPresent(TrustData::encode);
        });
    }
}
