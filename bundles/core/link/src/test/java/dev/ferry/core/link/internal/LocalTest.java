package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.protocol.wire.Ready;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What two devices can do together. */
class LocalTest {
    private static Ready naming(List<String> capabilities) {
        return Ready.newBuilder().addAllCapabilities(capabilities).build();
    }

    @Test
    void itIsWhatBothNamed() {
        assertThat(Local.common(naming(List.of("copy", "resume"))).names()).containsExactlyInAnyOrder("copy", "resume");
        assertThat(Local.common(naming(List.of("deflate"))).names()).containsExactly("deflate");
        assertThat(Local.common(naming(List.of())).names()).isEmpty();
    }

    @Test
    void whatThisVersionDoesNotKnowIsIgnoredWhateverItLooksLike() {
        assertThat(Local.common(naming(List.of("teleport", "copy", "COPY", " resume", "", "deflate\n", "x".repeat(10_000), "\u202e"))).names()).containsExactly("copy");
    }

    @Test
    void aLongListIsNotReadToItsEnd() {
        List<String> many = IntStream.range(0, 100_000).mapToObj(i -> i == 63 ? "copy" : i == 64 ? "resume" : "c" + i).toList();
        assertThat(Local.common(naming(many)).names()).containsExactly("copy");
    }

    @Test
    void aLabelIsEscapedAndShort() {
        assertThat(Local.label(Ready.newBuilder().setLabel("a\u001b[2J\u202e" + "x".repeat(1000)).build())).doesNotContain("\u001b", "\u202e").hasSizeLessThan(100);
    }
}
