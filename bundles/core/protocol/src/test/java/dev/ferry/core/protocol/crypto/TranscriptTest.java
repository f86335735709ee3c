package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final Binding BINDING = Binding.of(new byte[] {1}, new byte[] {2});

    @Test
    void isTheHashOfTheDocumentedEncoding() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        field(bytes, "protocol", "ferry/1".getBytes(StandardCharsets.US_ASCII));
        field(bytes, "client-versions", new byte[] {0, 1, 0, 2});
        field(bytes, "server-versions", new byte[] {0, 1});
        field(bytes, "roles", "client,server".getBytes(StandardCharsets.US_ASCII));
        field(bytes, "client-id", filled(3));
        field(bytes, "server-id", filled(4));
        field(bytes, "client-nonce", filled(5));
        field(bytes, "server-nonce", filled(6));
        field(bytes, "binding", BINDING.value());
        field(bytes, "method", new byte[] {2});
        field(bytes, "purpose", new byte[] {1});
        assertThat(hex(complete().build().hash())).isEqualTo(hex(Hash.sha256(bytes.toByteArray())));
    }

    @Test
    void everyPartChangesT() {
        List<Transcript> variants = List.of(
                complete().build(),
                complete().versions(Links.V1, Links.V1).build(),
                complete().versions(Links.V1_V2, Links.V1_V2).build(),
                complete().versions(Links.V1, Links.V1_V2).build(),
                complete().identities(filled(9), filled(4)).build(),
                complete().identities(filled(3), filled(9)).build(),
                complete().identities(filled(4), filled(3)).build(),
                complete().nonces(filled(9), filled(6)).build(),
                complete().nonces(filled(5), filled(9)).build(),
                complete().nonces(filled(6), filled(5)).build(),
                complete().binding(Binding.of(new byte[] {2}, new byte[] {1})).build(),
                complete().method(AuthMethod.TICKET, Purpose.PAIR).build(),
                complete().method(AuthMethod.WORDS, Purpose.PAIR).build(),
                complete().method(AuthMethod.CODE, Purpose.DROP).build());
        Set<String> hashes = new HashSet<>();
        variants.forEach(variant -> hashes.add(hex(variant.hash())));
        assertThat(hashes).hasSameSizeAs(variants);
    }

    @Test
    void isRefusedWhileAPartIsMissing() {
        assertThatThrownBy(() -> Transcript.builder().build()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("client-versions").hasMessageContaining("server-nonce")
                .hasMessageContaining("binding").hasMessageContaining("purpose");
        assertThatThrownBy(() -> Transcript.builder().versions(Links.V1, Links.V1)
                .identities(filled(3), filled(4)).nonces(filled(5), filled(6))
                .method(AuthMethod.CODE, Purpose.PAIR).build())
                .isInstanceOf(IllegalStateException.class).hasMessage("the transcript lacks binding");
    }

    @Test
    void refusesIdsAndNoncesOfAnotherLength() {
        assertThatThrownBy(() -> complete().identities(new byte[31], filled(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> complete().nonces(filled(1), new byte[33]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void identitiesReplaceOnlyTheIds() {
        assertThat(complete().build().withIdentities(filled(7), filled(8)).hash())
                .isEqualTo(complete().identities(filled(7), filled(8)).build().hash());
    }

    @Test
    void anOfferIsSmallAndWithoutRepetition() {
        for (List<Integer> bad : List.of(List.<Integer>of(), List.of(0), List.of(65536), List.of(1, 1),
                List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17))) {
            assertThatThrownBy(() -> new ProtocolVersions(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ProtocolVersions.of(1, 3, 2).highestCommon(ProtocolVersions.of(2, 1))).hasValue(2);
        assertThat(ProtocolVersions.of(3).highestCommon(ProtocolVersions.of(2))).isEmpty();
    }

    private static Transcript.Builder complete() {
        return Transcript.builder().versions(Links.V1_V2, Links.V1).identities(filled(3), filled(4))
                .nonces(filled(5), filled(6)).binding(BINDING).method(AuthMethod.CODE, Purpose.PAIR);
    }

    private static void field(ByteArrayOutputStream out, String label, byte[] value) {
        out.write(label.length());
        out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {0, 0, 0, (byte) value.length});
        out.writeBytes(value);
    }

    private static byte[] filled(int with) {
        byte[] out = new byte[32];
        Arrays.fill(out, (byte) with);
        return out;
    }
}
