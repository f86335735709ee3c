package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that become something else while they are sent: each is named, the others arrive, and nothing stands under a name that no file ever had. */
class ChangingSourceTest {
    private static final int LARGE = 12 << 20;
    private static final int SMALL = 50_000;

    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private Command benDaemon;
    private Path tree;

    @BeforeEach
    void pair() throws IOException {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        anna.up();
        benDaemon = ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
        tree = Files.createDirectories(folder.resolve("tree"));
        for (String name : new String[] { "appended", "cut", "replaced", "pipe", "deleted", "rewritten", "untouched" }) {
            // Behind the large ones in any order of the folder: they lie below another.
            Trees.random(Files.createDirectories(tree.resolve("later")).resolve(name), SMALL);
        }
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    private Command sendBehind(Path first) {
        Command send = anna.start("send", first.toString(), tree.resolve("later").toString(), "--to", "ben", "--limit", "4M", "--ndjson");
        send.event("progress", e -> e.getJsonNumber("bytes").longValue() > 1 << 20);
        return send;
    }

    private static Map<String, String> left(Command send) {
        return send.event("done").getJsonArray("left").getValuesAs(JsonObject.class).stream()
                .collect(Collectors.toMap(each -> each.getString("path"), each -> each.getString("reason"), (a, b) -> a, TreeMap::new));
    }

    private void change() throws IOException, InterruptedException {
        Path later = tree.resolve("later");
        Files.write(later.resolve("appended"), new byte[10], StandardOpenOption.APPEND);
        try (FileChannel cut = FileChannel.open(later.resolve("cut"), StandardOpenOption.WRITE)) {
            cut.truncate(SMALL / 2);
        }
        Path other = Trees.random(folder.resolve("other"), SMALL);
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(later.resolve("replaced")));
        Files.move(other, later.resolve("replaced"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(later.resolve("pipe"));
        assertThat(new ProcessBuilder("mkfifo", later.resolve("pipe").toString()).start().waitFor()).isZero();
        Files.delete(later.resolve("deleted"));
        Files.write(later.resolve("rewritten"), new byte[SMALL]);
    }

    @Test
    void filesThatChangeBeforeTheirTurnAreNamedAndTheOthersArrive() throws Exception {
        Path large = Trees.random(tree.resolve("large"), LARGE);
        Command send = sendBehind(large);
        change();
        send.expect(10);
        Map<String, String> left = left(send);
        assertThat(left.keySet()).containsExactly("later/appended", "later/cut", "later/deleted", "later/pipe", "later/replaced", "later/rewritten");
        assertThat(left.values()).allMatch(reason -> reason.contains("changed while it was being sent"));
        Path inbox = Received.inbox(ben);
        assertThat(Trees.all(inbox)).containsExactly("large", "later", "later/untouched");
        assertThat(Trees.digest(inbox.resolve("large"))).isEqualTo(Trees.digest(large));
    }

    @Test
    void aFileThatIsWrittenToInTheMiddleIsNotKept() throws Exception {
        Path large = Trees.random(tree.resolve("large"), LARGE);
        Command send = sendBehind(large);
        try (FileChannel open = FileChannel.open(large, StandardOpenOption.WRITE)) {
            open.write(java.nio.ByteBuffer.wrap(new byte[1000]), 100);
        }
        send.expect(10);
        assertThat(left(send)).containsOnlyKeys("large");
        assertThat(Trees.all(Received.inbox(ben))).doesNotContain("large").contains("later/untouched");
        assertThat(Received.leftOver(ben)).isEmpty();
    }

    @Test
    @Tag("soak")
    void whatChangedIsKnownToAReceiverThatIsStartedAgain() throws Exception {
        Path first = Trees.random(tree.resolve("a first one"), 1 << 20);
        Path large = Trees.random(tree.resolve("large"), LARGE);
        Files.writeString(first, "changed", StandardOpenOption.APPEND);
        Command send = anna.start("send", tree.resolve("later").toString(), first.toString(), large.toString(), "--to", "ben", "--limit", "4M", "--ndjson");
        send.event("progress");
        change();
        send.event("progress", e -> e.getJsonNumber("bytes").longValue() > 4 << 20);
        benDaemon.process().destroyForcibly().waitFor();
        benDaemon = ben.up();
        send.exit();
        assertThat(Trees.digest(Received.inbox(ben).resolve("large"))).isEqualTo(Trees.digest(large));
    }
}
