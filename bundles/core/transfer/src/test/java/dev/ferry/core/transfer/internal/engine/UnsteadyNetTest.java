package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.model.TrustLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break at any moment, again and again. */
class UnsteadyNetTest extends TwoDevices {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void nothingIsLostAndNothingComesTwice(long seed) throws Exception {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        Random random = new Random(seed);
        Path tree = Files.createDirectory(dir.resolve("tree"));
        for (int i = 0; i < 150; i++) {
            Path folder = i % 10 == 0 ? Files.createDirectory(tree.resolve("d" + i / 10)) : tree.resolve("d" + i / 10);
            byte[] content = new byte[random.nextInt(20) == 0 ? 2_000_000 : random.nextInt(3000)];
            random.nextBytes(content);
            Files.write(folder.resolve("f" + i), content);
        }
        ShareHandle there = alice.share(paired(bob), tree);
        ShareHandle back = bob.share(paired(alice), tree);
        CompletableFuture<ShareResult> both = there.result().thenCombine(back.result(), (one, other) -> one).toCompletableFuture();
        for (int cuts = 0; cuts < 15 && !both.isDone(); cuts++) {
            try {
                both.get(random.nextInt(120), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                net.cut();
            }
        }
        for (ShareHandle share : new ShareHandle[] {there, back, incoming(bob), incoming(alice)}) {
            ShareResult ended = result(share);
            assertThat(ended.problem()).isEmpty();
            assertThat(ended.files()).isEqualTo(166);
            assertThat(ended.renamed()).isEmpty();
        }
        assertThat(tree(bobsInbox().resolve("alice/tree"))).isEqualTo(tree(tree));
        assertThat(tree(dir.resolve("alice/bob/tree"))).isEqualTo(tree(tree));
        assertThat(bobsInbox().resolve("alice")).isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
    }
}
