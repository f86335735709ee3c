package dev.ferry.edge.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is here was signed by ssh-keygen itself. */
class SignersTest {
    private final byte[] file = resource("signed");
    private final Signers signers = new Signers(List.of(SshKey.parse(text("signer.pub"))), false);

    private static byte[] resource(String name) {
        try (InputStream in = SignersTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String name) {
        return new String(resource(name), StandardCharsets.ISO_8859_1);
    }

    private Signers.Verdict judge(String signature) {
        return signers.judge("beacon.jar", file, Optional.of(signature));
    }

    private static void refused(Signers.Verdict verdict, String... parts) {
        assertThat(verdict).isInstanceOfSatisfying(Signers.Verdict.Refused.class, r -> assertThat(r.reason()).contains(parts));
    }

    @Test
    void aTrustedKeysSignatureIsAcceptedUnderTheNameThatWasWrittenDown() {
        assertThat(judge(text("signed.sig"))).isEqualTo(new Signers.Verdict.Accepted(Optional.of("Example vendor")));
    }

    @Test
    void anyChangedBitOfTheFileIsNoticed() {
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] changed = file.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            refused(signers.judge("beacon.jar", changed, Optional.of(text("signed.sig"))), "does not fit");
        }
        refused(signers.judge("beacon.jar", Arrays.copyOf(file, file.length + 1), Optional.of(text("signed.sig"))), "does not fit");
    }

    @Test
    void anyChangedByteOfTheSignatureIsNoticed() {
        String armored = text("signed.sig");
        String body = armored.lines().filter(l -> !l.startsWith("-----")).reduce("", String::concat);
        byte[] bytes = Base64.getDecoder().decode(body);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            Signers.Verdict verdict = judge("-----BEGIN SSH SIGNATURE-----\n" + Base64.getEncoder().encodeToString(changed) + "\n-----END SSH SIGNATURE-----\n");
            assertThat(verdict).as("byte %d", i).isInstanceOf(Signers.Verdict.Refused.class);
        }
        for (int length = 0; length < bytes.length; length++) {
            Signers.Verdict verdict = judge("-----BEGIN SSH SIGNATURE-----\n" + Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, length))
                    + "\n-----END SSH SIGNATURE-----\n");
            assertThat(verdict).as("%d bytes", length).isInstanceOf(Signers.Verdict.Refused.class);
        }
    }

    @Test
    void aSignatureForAnotherPurposeDoesNotCount() {
        refused(judge(text("other-purpose.sig")), "another purpose");
    }

    @Test
    void anotherKindOfKeyIsNoSignatureHere() {
        refused(judge(text("rsa.sig")), "Ed25519");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-----BEGIN SSH SIGNATURE-----", "-----BEGIN SSH SIGNATURE-----\n?\n-----END SSH SIGNATURE-----", "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----"})
    void whatIsNoSignatureIsSaidToBeNone(String text) {
        refused(judge(text), "beacon.jar.sig is no signature");
    }

    @Test
    void aKeyThatIsNotTrustedIsShownForAPersonToDecide() {
        refused(new Signers(List.of(), true).judge("beacon.jar", file, Optional.of(text("signed.sig"))), "not trusted", text("signer.pub").split(" ")[1]);
    }

    @Test
    void withoutASignatureTheConfigurationDecides() {
        refused(signers.judge("beacon.jar", file, Optional.empty()), "not signed", "beacon.jar.sig", "ssh-keygen -Y sign -n ferry-plugin", "\"unsigned\": true", "config/ferry.json");
        assertThat(new Signers(List.of(), true).judge("beacon.jar", file, Optional.empty())).isEqualTo(new Signers.Verdict.Accepted(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-rsa AAAA x", "ssh-ed25519", "ssh-ed25519 ?? x", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== x"})
    void aSignerInTheConfigurationThatIsNoneIsQuoted(String line) {
        assertThatThrownBy(() -> Signers.of(new String[] {line}, false)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(line).hasMessageContaining(".pub");
    }
}
