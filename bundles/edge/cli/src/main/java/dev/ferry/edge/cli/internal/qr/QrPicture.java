package dev.ferry.edge.cli.internal.qr;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A QR code as the content of a picture file. Written by hand, so that drawing a code does not bring in the desktop module. */
public final class QrPicture {
    /** Pixels of a module: large enough for a screen and for paper. */
    private static final int SCALE = 8;
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private QrPicture() { }

    /** Portable Network Graphics, one bit a pixel. */
    public static byte[] png(String text) {
        QrModules modules = QrModules.of(text);
        int size = modules.size() * SCALE;
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(file)) {
            out.write(PNG_SIGNATURE);
            chunk(out, "IHDR", header(size));
            chunk(out, "IDAT", rows(modules, size));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static byte[] header(int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(size);
        out.writeInt(size);
        out.write(new byte[] {1, 0, 0, 0, 0}); // one bit a pixel, grey; the only compression and filter method; not interlaced
        return bytes.toByteArray();
    }

    private static byte[] rows(QrModules modules, int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            for (int y = 0; y < size; y++) {
                byte[] row = new byte[1 + (size + 7) / 8]; // the first byte is the row's filter: none
                for (int x = 0; x < size; x++) {
                    row[1 + x / 8] |= (byte) (modules.light(x / SCALE, y / SCALE) ? 0x80 >> x % 8 : 0);
                }
                out.write(row);
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) sum.getValue());
    }

    /** Scalable Vector Graphics: one unit a module, runs of dark modules as one line each. */
    public static byte[] svg(String text) {
        QrModules modules = QrModules.of(text);
        int size = modules.size();
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int start = x;
                while (!modules.light(x, y)) {
                    x++;
                }
                if (x > start) {
                    path.append('M').append(start).append(' ').append(y).append('h').append(x - start).append("v1h-").append(x - start).append('z');
                }
            }
        }
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + " " + size + "\" width=\"" + size * SCALE + "\" height=\"" + size * SCALE
                + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + size + "v" + size + "H0z\"/><path d=\"" + path + "\"/></svg>\n";
        return svg.getBytes(StandardCharsets.UTF_8);
    }
}
