package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver's disk that has no room: told to both, before anything moves where that can be known. */
class NoRoomTest {
    private static final int DISK = 64;

    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private SmallDisk disk;

    @BeforeEach
    void devices() throws IOException {
        String missing = SmallDisk.missing(folder.resolve("try"));
        assumeTrue(missing.isEmpty(), () -> "A disk without room cannot be had here, so it is not tried: " + missing);
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        disk = new SmallDisk(folder.resolve("disk"), DISK);
    }

    @AfterEach
    void stop() {
        if (disk != null) {
            anna.close();
            ben.close();
            disk.close();
        }
    }

    @Test
    void whatIsLargerThanTheFreeSpaceIsRefusedBeforeItStarts() throws Exception {
        Path large = Trees.random(folder.resolve("large"), DISK << 20);
        Command send = anna.start("send", large.toString(), "--ndjson");
        Command receive = ben.start("receive", send.event("code").getString("code"), "--yes", "-o", disk.place().resolve("out").toString(), "--ndjson");
        receive.expect(26).says("no-space", "room for", "64.0 MiB", "Free some space");
        send.expect(26).says("no-space", "at the other device", "Free some space there");
        assertThat(Trees.all(disk.place())).as("nothing was left").isEmpty();
        assertThat(receive.events("progress")).as("nothing moved").allSatisfy(p -> assertThat(p.getInt("bytes")).isZero());
    }

    @Test
    void aDiskThatFillsUpInTheMiddleKeepsWhatIsDoneAndNothingElse() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("a first one"), "done early");
        Trees.random(tree.resolve("b large one"), 24 << 20);
        Command send = anna.start("send", tree.toString(), "--limit", "8M", "--ndjson");
        Path out = disk.place().resolve("out");
        Command receive = ben.start("receive", send.event("code").getString("code"), "--yes", "-o", out.toString(), "--ndjson");
        receive.event("progress", p -> p.getInt("files") >= 1 && p.getInt("bytes") > 1_000_000);
        Path filler = disk.fill();

        receive.expect(26).says("no-space", "disk is full", "Free some space");
        send.expect(26).says("no-space", "The disk of the other device is full", "Free some space there");
        Files.delete(filler);
        assertThat(Trees.all(disk.place())).isEqualTo(List.of("out", "out/tree", "out/tree/a first one"));
        assertThat(out.resolve("tree/a first one")).hasContent("done early");

        Command again = anna.start("send", tree.toString(), "--ndjson");
        Command rest = ben.start("receive", again.event("code").getString("code"), "--yes", "-o", out.toString(), "--on-conflict", "skip", "--ndjson");
        rest.expect(0);
        again.expect(0);
        assertThat(rest.event("done").getJsonArray("left").getJsonObject(0).getString("reason")).contains("same file is there already");
        assertThat(Trees.picture(out.resolve("tree"))).isEqualTo(Trees.picture(tree));
    }
}
