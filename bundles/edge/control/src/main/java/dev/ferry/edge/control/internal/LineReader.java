package dev.ferry.edge.control.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Lines of UTF-8 with a bound: a client that never ends its line costs no more than the bound. */
final class LineReader {
    /** As long as the longest command line of Linux (2 MiB of file names), and then some for JSON. */
    static final int LONGEST = 4 * 1024 * 1024;
    private static final int FIRST = 8 * 1024;

    private final InputStream in;
    private byte[] buffer = new byte[FIRST];
    private int start;
    private int end;

    LineReader(InputStream in) {
        this.in = in;
    }

    /**
     * @return empty at the end of the stream; an unfinished last line is dropped
     * @throws IOException the connection broke, the line is too long or not UTF-8
     */
    Optional<String> next() throws IOException {
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    String line = decode(start, i);
                    start = i + 1;
                    return Optional.of(line);
                }
            }
            searched = end - start;
            makeRoom();
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return Optional.empty();
            }
            end += read;
        }
    }

    private void makeRoom() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            if (buffer.length >= LONGEST) {
                throw new IOException("A line is longer than " + LONGEST + " bytes");
            }
            buffer = Arrays.copyOf(buffer, Math.min(LONGEST, buffer.length * 2));
        }
    }

    private String decode(int from, int to) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(buffer, from, to - from)).toString();
    }
}
