package dev.ferry.discovery.dht.internal.mainline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageFuzzTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What is read is written as it was, so that nothing is read in two ways; and what a node answered is looked at as far as it goes. */
    @Test
    void messages() throws Exception {
        InetSocketAddress sender = new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 6881);
        byte[] key = new byte[Keys.LENGTH];
        String id = "x".repeat(20);
        Fuzz.of("bencode").like(bytes("d2:ip6:abcdef1:rd2:id20:" + id + "5:nodes26:" + id + "abcdef5:token4:tokne1:t2:aa1:y1:re"))
                .like(bytes("d1:rd2:id20:" + id + "1:k32:" + "\0".repeat(32) + "3:seqi7e3:sig64:" + "s".repeat(64) + "1:v5:valuee1:t2:aa1:y1:re"))
                .like(bytes("d1:eli202e4:Bad!e1:t2:aa1:y1:ee")).run(input -> {
                    Bencode.parse(input).ifPresent(value -> assertThat(Bencode.parse(value.encode())).isPresent());
                    Bencode.parseTable(input).flatMap(message -> Reply.of(message, sender)).ifPresent(reply -> Item.of(key, reply.values()));
                });
    }

    /** The nodes of the last time: whatever stands in the file, what is kept of it is written in a way that is read again. */
    @Test
    void nodes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("nodes");
        NodeCache proper = new NodeCache();
        proper.good(new Contact(NodeId.of(new byte[NodeId.LENGTH]), new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 6881)));
        proper.save(file);
        Fuzz.of("nodes").times(2_000).like(Files.readAllBytes(file)).run(input -> {
            Files.write(file, input);
            NodeCache cache = new NodeCache();
            cache.load(file);
            cache.save(file);
            NodeCache again = new NodeCache();
            again.load(file);
            assertThat(again.size(true)).isEqualTo(cache.size(true));
            assertThat(again.size(false)).isEqualTo(cache.size(false));
        });
    }
}
