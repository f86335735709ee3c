package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.TransferState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropTest {
    @TempDir
    Path dir;
    private FakeNet net;
    private Device alice;
    private Device bob;

    @BeforeEach
    void start() throws Exception {
        net = new FakeNet();
        alice = new Device(net, "alice", Files.createDirectory(dir.resolve("alice")));
        bob = new Device(net, "bob", Files.createDirectory(dir.resolve("bob")));
    }

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
        net.close();
    }

    @Test
    void aTreeGoesToWhoeverTypesTheCode() throws Exception {
        Path tree = Files.createDirectory(dir.resolve("tree"));
        Files.createDirectory(tree.resolve("empty"));
        Files.writeString(tree.resolve("a.txt"), "hello");
        Files.createFile(tree.resolve("nothing"));
        Files.write(Files.createDirectory(tree.resolve("sub")).resolve("big"), new byte[3_000_001]);

        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), tree);
        Path out = dir.resolve("out");
        ShareHandle received = bob.collect(sent.view().code().orElseThrow().code(), out);

        ShareResult there = result(received);
        assertThat(there.problem()).isEmpty();
        assertThat(there.state()).isEqualTo(TransferState.COMPLETED);
        ShareResult here = result(sent);
        assertThat(here.problem()).isEmpty();
        assertThat(here.files()).isEqualTo(6);
        assertThat(out.resolve("tree/a.txt")).hasContent("hello");
        assertThat(out.resolve("tree/sub/big")).hasSize(3_000_001);
        assertThat(out.resolve("tree/empty")).isEmptyDirectory();
        assertThat(out.resolve("tree/nothing")).isEmptyFile();
    }
}
