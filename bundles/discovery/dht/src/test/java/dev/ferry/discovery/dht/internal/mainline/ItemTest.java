package dev.ferry.discovery.dht.internal.mainline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ItemTest {
    private static final byte[] KEY = HexFormat.of().parseHex("77ff84905a91936367c01360803104f92432fcd904a43511876df5cdf3e7e548");
    private static final byte[] SIGNATURE = HexFormat.of().parseHex(
            "305ac8aeb6c9c151fa120f120ea2cfb923564e11552d06a5d856091e5e853cff1260d3f39e4999684aa92eb73ffd136e6f4f3ecbfda0ce53a1608ecd7ae21f01");

    private static Bencode.Table answer(byte[] key, long seq, byte[] value, byte[] signature) {
        return new Bencode.Table().with("k", key).with("seq", seq).with("sig", signature).with("v", value);
    }

    /** Test 1 of BEP 44. */
    @Test
    void the_vector_of_the_specification_holds() {
        byte[] hello = "Hello World!".getBytes(StandardCharsets.US_ASCII);

        assertThat(Item.of(KEY, answer(KEY, 1, hello, SIGNATURE))).isPresent();
        assertThat(Item.target(KEY)).hasToString("4a533d47ec9c7d95b1ad75f576cffc641853b750");
        assertThat(Item.of(KEY, answer(KEY, 2, hello, SIGNATURE))).isEmpty();
        assertThat(Item.of(KEY, answer(KEY, 1, "Hello World?".getBytes(StandardCharsets.US_ASCII), SIGNATURE))).isEmpty();
    }

    @Test
    void what_is_signed_here_is_believed_there() {
        Item item = Item.sign(Client.keys(1), Long.MAX_VALUE, new byte[Item.MAX_VALUE]);

        assertThat(Item.of(item.publicKey(), answer(item.publicKey(), item.seq(), item.value(), item.signature()))).isPresent();
    }

    @Test
    void an_item_of_another_key_or_of_a_wrong_form_is_none() {
        Item item = Item.sign(Client.keys(1), 1, new byte[] {1});
        byte[] other = Client.keys(2).publicKey();

        assertThat(Item.of(other, answer(item.publicKey(), 1, item.value(), item.signature()))).isEmpty();
        assertThat(Item.of(other, answer(other, 1, item.value(), item.signature()))).isEmpty();
        assertThat(Item.of(item.publicKey(), answer(item.publicKey(), -1, item.value(), item.signature()))).isEmpty();
        assertThat(Item.of(item.publicKey(), answer(item.publicKey(), 1, new byte[997], item.signature()))).isEmpty();
        assertThat(Item.of(item.publicKey(), answer(item.publicKey(), 1, item.value(), new byte[63]))).isEmpty();
        assertThat(Item.of(item.publicKey(), new Bencode.Table())).isEmpty();
        assertThat(Item.of(new byte[32], answer(new byte[32], 1, item.value(), item.signature()))).isEmpty();
    }

    @Test
    void what_no_node_takes_is_not_signed() {
        assertThatThrownBy(() -> Item.sign(Client.keys(1), 1, new byte[997])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Item.sign(Client.keys(1), -1, new byte[1])).isInstanceOf(IllegalArgumentException.class);
    }
}
