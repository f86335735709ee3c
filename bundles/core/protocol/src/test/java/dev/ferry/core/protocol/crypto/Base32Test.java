package dev.ferry.core.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base32Test {
    @ParameterizedTest(name = "RFC 4648, section 10: {0}")
    @CsvSource({"'',''", "f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB", "foobar,MZXW6YTBOI"})
    void vectorsWithoutPadding(String plain, String encoded) throws Exception {
        byte[] bytes = plain.getBytes(StandardCharsets.US_ASCII);
        assertThat(new String(Base32.encode(bytes))).isEqualTo(encoded);
        assertThat(Base32.decode(encoded.toCharArray(), 0, encoded.length())).isEqualTo(bytes);
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(strings = {"M", "MZX", "MZXW6Y", "MZ", "MZXR", "MY======", "M1", "M0", "M8", "\u212aY"})
    void formsThatNoValueHasAreRefused(String text) {
        assertThatThrownBy(() -> Base32.decode(text.toCharArray(), 0, text.length()))
                .isInstanceOf(CodeFormatException.class);
    }

    @Test
    void allBytesSurvive() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        char[] text = Base32.encode(all);
        assertThat(Base32.decode(text, 0, text.length)).isEqualTo(all);
    }
}
