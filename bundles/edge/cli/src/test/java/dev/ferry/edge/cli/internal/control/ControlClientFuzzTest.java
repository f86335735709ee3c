package dev.ferry.edge.cli.internal.control;

import dev.ferry.tck.fuzz.Fuzz;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlClientFuzzTest {
    /** Something listens at the socket of a home, and says anything. */
    @Test
    void answers(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("s");
        BlockingQueue<byte[]> next = new ArrayBlockingQueue<>(1);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread daemon = new Thread(() -> serve(server, next));
            daemon.setDaemon(true);
            daemon.start();
            Fuzz.of("control-answers").times(1_000).promising(ControlException.class)
                    .like("{\"hello\":1,\"version\":\"0.1.0\"}\n{\"event\":\"progress\",\"bytes\":5}\n{\"end\":0}\n".getBytes(StandardCharsets.UTF_8))
                    .like("{\"hello\":2,\"version\":\"9\"}\n".getBytes(StandardCharsets.UTF_8)).run(input -> {
                        next.put(input);
                        try (ControlClient client = ControlClient.connect(socket).orElseThrow()) {
                            client.request("status", folder, JsonValue.EMPTY_JSON_OBJECT, event -> { });
                        }
                    });
        }
    }

    /** Everything at once, and no more. */
    private static void serve(ServerSocketChannel server, BlockingQueue<byte[]> next) {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                ByteBuffer said = ByteBuffer.wrap(next.take());
                while (said.hasRemaining()) {
                    client.write(said);
                }
                client.shutdownOutput();
                while (client.read(ByteBuffer.allocate(4096)) > 0) {
                    continue;
                }
            } catch (IOException e) {
                // The client has heard enough.
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
