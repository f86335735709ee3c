package dev.ferry.core.transfer.internal.pack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/** Content of known sorts. */
public final class Content {
    private Content() { }

    /** Shrinks to a third or so. */
    public static byte[] text(int bytes) {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder(bytes + 20);
        while (text.length() < bytes) {
            text.append("line ").append(random.nextInt(100_000)).append(" of the log: request served\n");
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), bytes);
    }

    /** Does not shrink. */
    public static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(6).nextBytes(noise);
        return noise;
    }

    /** What an archive of text is. */
    public static byte[] archive(int bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(text(bytes * 12));
        deflater.finish();
        byte[] archive = new byte[bytes];
        int length = deflater.deflate(archive);
        deflater.end();
        if (length < bytes) {
            throw new IllegalStateException("Not enough text for an archive of " + bytes);
        }
        return archive;
    }

    /** As it travels. */
    public static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(plain);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        while (!deflater.finished()) {
            out.write(piece, 0, deflater.deflate(piece));
        }
        deflater.end();
        return out.toByteArray();
    }
}
