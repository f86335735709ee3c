package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.transfer.internal.disk.OwnFolders;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacedKeysTest {
    private static final int MANY = 300_000;

    @TempDir
    Path inbox;

    private static long key(Random random) {
        return random.nextLong() | 1L << 63;
    }

    @Test
    void everyKeyIsFoundAndNoOther() {
        PlacedKeys keys = new PlacedKeys();
        Map<Long, String> put = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < MANY; i++) {
            long key = key(random);
            put.put(key, i % 1000 == 0 ? "name " + i : "");
            keys.put(key, put.get(key), i % 3 == 0);
            keys.put(key, put.get(key), false);
        }
        assertThat(keys.size()).isEqualTo(put.size());
        Random again = new Random(1);
        for (int i = 0; i < MANY; i++) {
            long key = key(again);
            assertThat(keys.contains(key)).isTrue();
            assertThat(keys.isDone(key)).isEqualTo(i % 3 == 0);
            assertThat(keys.name(key)).isEqualTo(put.get(key).isEmpty() ? Optional.empty() : Optional.of(put.get(key)));
            long other = key(random);
            assertThat(keys.contains(other)).isEqualTo(put.containsKey(other));
        }
        Map<Long, String> seen = new HashMap<>();
        keys.each(seen::put);
        assertThat(seen).isEqualTo(put);
    }

    /** More than one record of the log holds. */
    @Test
    void anyNumberIsHandedOnFromRunToRun() throws Exception {
        PlacedKeys keys = new PlacedKeys();
        Random random = new Random(2);
        for (int i = 0; i < MANY; i++) {
            keys.put(key(random), "a rather long name, so that it is more than eight megabytes ".substring(0, i % 50), true);
        }
        PartsOwner owner = new PartsOwner("aa", "01", "ff");
        try (ReceiveFolder folder = ReceiveFolder.open(inbox, Optional.of(owner), OwnFolders.NONE)) {
            folder.placed(keys);
            folder.suspend();
        }
        for (int run = 0; run < 2; run++) {
            try (ReceiveFolder folder = ReceiveFolder.open(inbox, Optional.of(owner), OwnFolders.NONE)) {
                Heritage heritage = folder.inherit(key -> true, Instant.now());
                assertThat(heritage.placed().size()).isEqualTo(keys.size());
                keys.each((key, name) -> assertThat(heritage.placed().isDone(key)).isTrue());
                folder.suspend();
            }
        }
    }
}
