package dev.ferry.edge.control.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void lines_arrive_whole_however_their_bytes_do() throws IOException {
        LineReader reader = new LineReader(oneByteAtATime("first\nzweite ü\n\nlast without end"));

        assertThat(reader.next()).contains("first");
        assertThat(reader.next()).contains("zweite ü");
        assertThat(reader.next()).contains("");
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void a_line_longer_than_the_first_buffer_arrives_whole() throws IOException {
        String longer = "x".repeat(100_000);

        assertThat(new LineReader(bytes(longer + "\n")).next()).contains(longer);
    }

    @Test
    void a_line_that_does_not_end_is_given_up() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> new LineReader(endless).next()).isInstanceOf(IOException.class).hasMessageContaining("longer");
    }

    @Test
    void what_is_not_utf8_is_refused() {
        assertThatThrownBy(() -> new LineReader(new ByteArrayInputStream(new byte[] {(byte) 0xff, '\n'})).next()).isInstanceOf(CharacterCodingException.class);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream oneByteAtATime(String text) {
        InputStream all = bytes(text);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return all.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return all.read(target, offset, Math.min(1, length));
            }
        };
    }
}
