package dev.ferry.edge.cli.internal.qr;

import dev.ferry.tck.fuzz.Fuzz;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFuzzTest {
    private static final String TICKET = "FERRY:AEBWWBOAYRXK4N34";

    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void aFile() {
        file = folder.resolve("picture");
        ImageIO.setUseCache(false);
    }

    private static byte[] jpeg(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        opaque.getGraphics().drawImage(image, 0, 0, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(opaque, "jpeg", out);
        return out.toByteArray();
    }

    @Test
    void pictures() throws IOException {
        byte[] png = QrPicture.png(TICKET);
        Fuzz.of("pictures").times(150).like(png).like(jpeg(png)).promising(PictureException.class).run(input -> {
            Files.write(file, withChecks(input));
            QrScan.ticket(file);
        });
    }

    /** With the right checks of a PNG's pieces, or hardly anything but the checks would be tried. */
    private static byte[] withChecks(byte[] input) {
        byte[] png = input.clone();
        ByteBuffer bytes = ByteBuffer.wrap(png);
        for (int at = 8; at + 12 <= png.length; ) {
            int length = bytes.getInt(at);
            if (length < 0 || length > png.length - at - 12) {
                break;
            }
            CRC32 check = new CRC32();
            check.update(png, at + 4, 4 + length);
            bytes.putInt(at + 8 + length, (int) check.getValue());
            at += 12 + length;
        }
        return png;
    }

    /** Modules of a code as somebody may draw them: what stands in them need not make sense. */
    @Test
    void codes() {
        Fuzz.of("qr-codes").times(150).like(modules()).promising(PictureException.class).run(input -> {
            Files.write(file, drawn(input));
            QrScan.ticket(file);
        });
    }

    private static byte[] modules() {
        QrModules code = QrModules.of(TICKET);
        byte[] bits = new byte[code.size() * code.size()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (byte) (code.light(i % code.size(), i / code.size()) ? 0 : 1);
        }
        return bits;
    }

    private static byte[] drawn(byte[] modules) throws IOException {
        int side = Math.max(1, Math.min(64, (int) Math.sqrt(modules.length)));
        BufferedImage image = new BufferedImage(side * 3, side * 3, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int column = x / 3;
                int row = y / 3;
                boolean dark = row * side + column < modules.length && (modules[row * side + column] & 1) == 1;
                image.setRGB(x, y, dark ? 0 : 0xffffff);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
