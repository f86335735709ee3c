package dev.ferry.core.transfer.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ShareRequest;
import dev.ferry.core.transfer.internal.disk.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceEntriesTest {
    @TempDir
    Path folder;

    @Test
    void whatComesOutOfAWalkIsTheSameWhenItIsReadAgain() throws Exception {
        Path one = Files.createDirectories(folder.resolve("one/ä"));
        for (int i = 0; i < 500; i++) {
            Path file = Files.writeString(one.resolve("f" + i), "x".repeat(i));
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(-i, i)));
        }
        Path two = Files.createDirectories(folder.resolve("two/inner"));
        Files.writeString(two.resolve("g"), "g");
        List<SourceEntry> walked = new ArrayList<>();
        SourceEntries entries = new SourceEntries(new Scratch(folder));
        try (SourceWalk walk = new SourceWalk(List.of(new ShareRequest.Item(folder.resolve("one"), false), new ShareRequest.Item(folder.resolve("two"), true),
                new ShareRequest.Item(two.resolve("g"), false)))) {
            while (walk.hasNext()) {
                SourceEntry entry = walk.next();
                walked.add(entry);
                if (entry instanceof SourceEntry.File file) {
                    entries.add(file);
                } else if (entry instanceof SourceEntry.Folder inner) {
                    entries.add(inner);
                }
            }
            assertThat(walked).hasSize(505);
            for (int i = 0; i < walked.size(); i++) {
                assertThat(walked.get(i) instanceof SourceEntry.File ? entries.file(i) : entries.folder(i)).isEqualTo(walked.get(i));
                if (walked.get(i) instanceof SourceEntry.File) {
                    assertThat(SourceFile.open(entries.file(i))).isInstanceOf(SourceFile.Outcome.Opened.class);
                }
            }
        }
    }
}
