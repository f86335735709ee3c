package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class BindingTest {
    private static final byte[] CLIENT = {0x30, 1};
    private static final byte[] SERVER = {0x30, 2};

    @Test
    void isTheHashThatTheProtocolNames() throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] client = sha.digest(CLIENT);
        byte[] server = sha.digest(SERVER);
        sha.update("ferry-bind-v1".getBytes(StandardCharsets.US_ASCII));
        sha.update(client);
        sha.update(server);
        assertThat(hex(Binding.of(CLIENT, SERVER).value())).isEqualTo(hex(sha.digest()));
    }

    @Test
    void differsWhenTheEndsSwapOrOneCertificateChanges() {
        byte[] value = Binding.of(CLIENT, SERVER).value();
        assertThat(Binding.of(SERVER, CLIENT).value()).isNotEqualTo(value);
        assertThat(Binding.of(CLIENT, new byte[] {0x30, 3}).value()).isNotEqualTo(value);
    }

    @Test
    void refusesALinkToItselfAndAMissingCertificate() {
        assertThatThrownBy(() -> Binding.of(CLIENT, CLIENT.clone())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Binding.of(new byte[0], SERVER)).isInstanceOf(IllegalArgumentException.class);
    }
}
