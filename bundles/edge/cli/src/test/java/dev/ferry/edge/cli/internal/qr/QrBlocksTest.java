package dev.ferry.edge.cli.internal.qr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QrBlocksTest {
    private static final int SCALE = 4;

    @Test
    void what_is_drawn_can_be_read() throws Exception {
        String ticket = "FERRY:AEBWWBOAYRXK4N34B7EUBRBAWEXQJJSDUVNQCGABAN2GG4AEP4AAAAN3DZGDPGHH";

        assertThat(read(QrBlocks.of(ticket, false))).isEqualTo(ticket);
    }

    @Test
    void every_row_is_equally_wide() {
        List<String> rows = QrBlocks.of("FERRY:A", false).lines().toList();

        assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.get(0)));
    }

    @Test
    void colours_are_set_and_reset_on_each_row() {
        assertThat(QrBlocks.of("FERRY:A", true).lines()).allSatisfy(row -> assertThat(row).startsWith("\u001b[97;40m").endsWith("\u001b[0m"));
    }

    /** As a camera sees a dark terminal: drawn is light. */
    private static String read(String blocks) throws Exception {
        List<String> rows = blocks.lines().toList();
        int width = rows.get(0).length() * SCALE;
        int height = rows.size() * 2 * SCALE;
        int[] pixels = new int[width * height];
        Arrays.fill(pixels, 0x000000);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                char c = rows.get(y / SCALE / 2).charAt(x / SCALE);
                boolean upper = y / SCALE % 2 == 0;
                boolean light = c == '█' || c == (upper ? '▀' : '▄');
                pixels[y * width + x] = light ? 0xffffff : 0x000000;
            }
        }
        BinaryBitmap image = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
        return new QRCodeReader().decode(image, Map.of(DecodeHintType.PURE_BARCODE, true)).getText();
    }
}
