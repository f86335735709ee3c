package dev.ferry.core.transfer.internal.errand;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.model.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErrandBytesTest {
    private static final Errand WHOLE = new Errand(UUID.randomUUID(), 7, new DeviceId("ab".repeat(32)),
            List.of(new ShareRequest.Item(Path.of("/home/me/a"), false), new ShareRequest.Item(Path.of("/home/me/d"), true)), Optional.of("hello"),
            new ShareOptions(ShareOptions.Priority.HIGH, ShareOptions.Kind.MOVE, OptionalLong.of(5), Optional.of(Duration.ofHours(3)), ShareOptions.Visibility.ALIAS, false,
                    Optional.empty(), ShareOptions.Compression.ALWAYS), true, Instant.ofEpochMilli(1000), Instant.ofEpochMilli(2000), true,
            Optional.of(new Begun(bytes(16), bytes(8), bytes(32), 1 << 20)));
    private static final Errand BARE = new Errand(UUID.randomUUID(), 1, new DeviceId("cd".repeat(32)), List.of(new ShareRequest.Item(Path.of("/a"), false)), Optional.empty(),
            ShareOptions.DEFAULT, false, Instant.EPOCH, Instant.EPOCH, false, Optional.empty());

    static final List<Errand> EXAMPLES = List.of(WHOLE, BARE);

    private static ByteString bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        return ByteString.copyFrom(bytes);
    }

    @Test
    void everythingThatIsNeededToGoOnComesBack() {
        for (Errand errand : EXAMPLES) {
            assertThat(ErrandBytes.errand(errand.id().toString(), ErrandBytes.of(errand))).contains(errand);
        }
    }

    @Test
    void aRecordThatIsCutOffAnywhereIsNone() {
        byte[] whole = ErrandBytes.of(WHOLE);
        for (int length = 0; length < whole.length; length++) {
            assertThat(ErrandBytes.errand(WHOLE.id().toString(), Arrays.copyOf(whole, length))).as("of %d bytes", length).isEmpty();
        }
    }

    @Test
    void aRecordOfAnotherVersionIsNone() {
        byte[] other = ErrandBytes.of(BARE);
        other[0] = 77;
        assertThat(ErrandBytes.errand(BARE.id().toString(), other)).isEmpty();
    }
}
