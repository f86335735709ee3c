package dev.ferry.core.transfer.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordListTest {
    private static final int MANY = 40_000;

    @TempDir
    Path folder;

    private static byte[] record(int index) {
        byte[] record = new byte[4 + index % 91];
        Arrays.fill(record, (byte) index);
        return ByteBuffer.wrap(record).putInt(index).array();
    }

    @Test
    void everyRecordIsReadAgainWhetherItLiesInMemoryOrInTheFile() throws IOException {
        RecordList list = new RecordList(new Scratch(folder.resolve("made")));
        for (int i = 0; i < MANY; i++) {
            list.add(record(i));
            if (i % 997 == 0) {
                assertThat(list.get(i)).isEqualTo(record(i));
                assertThat(list.get(i / 2)).isEqualTo(record(i / 2));
            }
        }
        assertThat(list.size()).isEqualTo(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(list.get(i)).isEqualTo(record(i));
        }
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            int index = random.nextInt(MANY);
            assertThat(list.get(index)).isEqualTo(record(index));
        }
        assertThatThrownBy(() -> list.get(MANY)).isInstanceOf(IndexOutOfBoundsException.class);
        try (var left = Files.list(folder.resolve("made"))) {
            assertThat(left).as("the file has no name").isEmpty();
        }
    }

    @Test
    void aRecordMayBeLargerThanABlock() {
        RecordList list = new RecordList(new Scratch(folder));
        for (int i = 0; i < 200; i++) {
            list.add(new byte[i * 1000]);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(list.get(i)).hasSize(i * 1000);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsMissedOnlyWhenMemoryDoesNotDo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        RecordList list = new RecordList(new Scratch(file.resolve("below")));
        int fits = 0;
        byte[] record = new byte[1000];
        for (; fits < RecordList.IN_MEMORY / 1004 / 64 * 64; fits++) {
            list.add(record);
        }
        assertThatThrownBy(() -> {
            for (int i = 0; i < 128; i++) {
                list.add(record);
            }
        }).isInstanceOf(UncheckedIOException.class);
        assertThat(list.get(fits - 1)).isEqualTo(record);
    }
}
