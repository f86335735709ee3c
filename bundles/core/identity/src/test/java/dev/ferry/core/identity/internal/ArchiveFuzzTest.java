package dev.ferry.core.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArchiveFuzzTest {
    private static final char[] PASSPHRASE = "five words or so".toCharArray();
    /** Where the file says how much memory and time its key takes. */
    private static final int COST = "FERRYIDENTITY1\n".length();
    private static final int CHEAP = 14;
    private static final int DEAREST = 17;

    /** Whatever the file says, it is opened as a whole or not at all. How much a key may cost is tested elsewhere: here it is made cheap where it would be paid. */
    @Test
    void exportedIdentities() {
        byte[] sealed = SealedIdentity.seal(new byte[40], PASSPHRASE, new SecureRandom(), new SealedIdentity.Cost(CHEAP, 8, 1));
        Fuzz.of("identities").times(100).like(sealed).like("FERRYIDENTITY1\n".getBytes(StandardCharsets.US_ASCII)).run(input -> {
            byte[] file = cheap(input);
            assertThat(SealedIdentity.open(file, PASSPHRASE).isPresent()).isEqualTo(Arrays.equals(file, sealed));
        });
    }

    private static byte[] cheap(byte[] input) {
        byte[] file = input.clone();
        if (file.length > COST + 2 && file[COST] >= CHEAP) {
            file[COST] = (byte) (file[COST] > DEAREST ? file[COST] : CHEAP);
            file[COST + 2] = (byte) Math.min(file[COST + 2], 1);
        }
        return file;
    }
}
