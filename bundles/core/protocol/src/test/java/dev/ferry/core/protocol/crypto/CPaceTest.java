package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors are those of draft-irtf-cfrg-cpace-21, appendix B.1 (the section is named at each). */
class CPaceTest {
    private static final byte[] PRS = ascii("Password");
    private static final byte[] CI = Hex.of("0b415f696e69746961746f720b425f726573706f6e646572");
    private static final byte[] SID = Hex.of("7e4b4791d6a8ef019b936c79fb7f2c57");
    private static final byte[] YA_SCALAR =
            Hex.of("21b4f4bd9e64ed355c3eb676a28ebedaf6d8f17bdc365995b319097153044080");
    private static final byte[] YB_SCALAR =
            Hex.of("848b0779ff415f0af4ea14df9dd1d3c29ac41d836c7808896c4eba19c51ac40a");
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void theGeneratorIsThatOfB11() {
        assertThat(hex(CPaceGenerator.generatorString(PRS, CI, SID))).isEqualTo(
                "0843506163653235350850617373776f72646d" + "00".repeat(109)
                        + "180b415f696e69746961746f720b425f726573706f6e646572107e4b4791d6a8ef019b936c79fb7f2c57");
        assertThat(hex(CPaceGenerator.calculate(PRS, CI, SID)))
                .isEqualTo("d04bf6d41f6a289632a2e929fa29bebd51092512a7829fdde7d314b62f05a73f");
    }

    @Test
    void theSharesAreThoseOfB12AndB13() {
        assertThat(hex(initiator().share()))
                .isEqualTo("1d13c89278cdadd826f6d8d7f887701430f8380ddc17611cdd6dc989ce0c9f32");
        assertThat(hex(responder().share()))
                .isEqualTo("248cccf6d5cdc3646f0ad593f9e6cef4e69d4945f8372e623512ecea32185623");
    }

    @Test
    void theKeyIsThatOfB15OnBothSides() throws Exception {
        String expected = "6e19b875f7a561d6b3ca3dbb9ef42ac55de3e717881018204b8922b4d5e53bb2"
                + "aa82c300bea7b65d2b671da71922ddf6472301b79bc270adfa8bf413285f2263";
        CPace a = initiator();
        CPace b = responder();
        assertThat(hex(a.finish(b.share(), ascii("ADb")))).isEqualTo(expected);
        assertThat(hex(b.finish(a.share(), ascii("ADa")))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "B.1.10: a low-order share {0} aborts")
    @ValueSource(strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        // The same with bit 255 set, which has to be ignored.
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
    void aLowOrderShareAborts(String share) {
        for (CPace run : new CPace[] {initiator(), responder()}) {
            assertThatThrownBy(() -> run.finish(Hex.of(share), new byte[0]))
                    .isInstanceOfSatisfying(AuthFailedException.class,
                            e -> assertThat(e.reason()).isEqualTo(AuthFailedException.Reason.WEAK_POINT));
        }
    }

    @ParameterizedTest(name = "B.1.10: {0}")
    @CsvSource({
        "daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
                + "d8e2c776bbacd510d09fd9278b7edcd25fc5ae9adfba3b6e040e8d3b71b21806",
        "dbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
                + "c85c655ebe8be44ba9c0ffde69f2fe10194458d137f09bbff725ce58803cdb38",
        "d9ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
                + "db64dafa9b8fdd136914e61461935fe92aa372cb056314e1231bc4ec12417456",
        "cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880,"
                + "e062dcd5376d58297be2618c7498f55baa07d7e03184e8aada20bca28888bf7a",
        "4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7,"
                + "993c6ad11c4c29da9a56f7691fd0ff8d732e49de6250b6c2e80003ff4629a175"})
    void nonCanonicalCoordinatesGiveTheListedResults(String u, String result) {
        byte[] scalar = Hex.of("af46e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449aff");
        assertThat(X25519.multiply(scalar, Hex.of(u))).hasValueSatisfying(q -> assertThat(hex(q)).isEqualTo(result));
    }

    @Test
    void aWrongSecretOrChannelOrSessionGivesAnotherKey() throws Exception {
        byte[] right = key(PRS, CI, SID, ascii("ADa"));
        assertThat(key(ascii("Passwore"), CI, SID, ascii("ADa"))).isNotEqualTo(right);
        assertThat(key(PRS, Hex.flipped(CI, 3), SID, ascii("ADa"))).isNotEqualTo(right);
        assertThat(key(PRS, CI, Hex.flipped(SID, 0), ascii("ADa"))).isNotEqualTo(right);
        assertThat(key(PRS, CI, SID, ascii("ADx"))).isNotEqualTo(right);
        assertThat(key(PRS, CI, SID, ascii("ADa"))).isEqualTo(right);
    }

    @Test
    void twoInitiatorsDoNotAgree() throws Exception {
        CPace a = CPace.initiator(PRS, CI, SID, new byte[0], RANDOM);
        CPace b = CPace.initiator(PRS, CI, SID, new byte[0], RANDOM);
        assertThat(a.finish(b.share(), new byte[0])).isNotEqualTo(b.finish(a.share(), new byte[0]));
    }

    @Test
    void sharesNeverRepeat() {
        assertThat(CPace.initiator(PRS, CI, SID, new byte[0], RANDOM).share())
                .isNotEqualTo(CPace.initiator(PRS, CI, SID, new byte[0], RANDOM).share());
    }

    @Test
    void aRunEndsOnceEvenWhenItFails() {
        CPace run = initiator();
        assertThatThrownBy(() -> run.finish(new byte[31], new byte[0])).isInstanceOf(AuthFailedException.class);
        assertThatThrownBy(() -> run.finish(responder().share(), new byte[0]))
                .isInstanceOf(IllegalStateException.class);
        CPace closed = initiator();
        closed.close();
        assertThatThrownBy(() -> closed.finish(responder().share(), new byte[0]))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theScalarIsWipedAtTheEnd() throws Exception {
        byte[] scalar = YA_SCALAR.clone();
        CPace.start(true, PRS, CI, SID, new byte[0], scalar).finish(responder().share(), new byte[0]);
        assertThat(scalar).containsOnly(0);
    }

    @Test
    void lengthsAreLeb128() {
        assertThat(hex(CPaceGenerator.lvCat(ascii("1234"), new byte[0], ascii("5")))).isEqualTo("0431323334000135");
        byte[] long128 = CPaceGenerator.lvCat(new byte[128]);
        assertThat(long128).hasSize(130).startsWith(0x80, 0x01);
    }

    private static byte[] key(byte[] prs, byte[] ci, byte[] sid, byte[] ada) throws AuthFailedException {
        return CPace.start(true, prs, ci, sid, ada, YA_SCALAR.clone()).finish(responder().share(), ascii("ADb"));
    }

    private static CPace initiator() {
        return CPace.start(true, PRS, CI, SID, ascii("ADa"), YA_SCALAR.clone());
    }

    private static CPace responder() {
        return CPace.start(false, PRS, CI, SID, ascii("ADb"), YB_SCALAR.clone());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
