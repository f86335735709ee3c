package dev.ferry.edge.cli.internal.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.edge.cli.internal.qr.PictureException.Fault;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QrScanTest {
    private static final String TICKET = "FERRY:AEBWWBOAYRXK4N34B7EUBRBAWEXQJJSDUVNQCGABAN2GG4AEP4AAAAN3DZGDPGHHAEBWWBOAYRXK4N34B7EUBRBAWEXQJJSDUVNQCGABAN2GG4AEP4AAAAN3DZGDPGHH";
    private static final String OTHER = "FERRY:AEBWWBOAYRXK4N34B7EUBRBAWEXQJJSDUVNQCGABAN2GG4AEP4AAAAN3DZGDPGHI";

    @TempDir
    Path folder;

    private Path save(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "picture", ""), content);
    }

    private Path save(BufferedImage image, String format) throws IOException {
        Path file = Files.createTempFile(folder, "picture", "");
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }

    private static BufferedImage code(String text) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(QrPicture.png(text)));
    }

    /** As a phone sees it: askew on a table, under uneven light, with the noise of its sensor. */
    private static BufferedImage photo(String... texts) throws IOException {
        BufferedImage photo = new BufferedImage(1500, 900, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int y = 0; y < photo.getHeight(); y++) {
            for (int x = 0; x < photo.getWidth(); x++) {
                photo.setRGB(x, y, new Color(90 + x / 25 + random.nextInt(30), 80 + y / 25 + random.nextInt(30), 70 + random.nextInt(30)).getRGB());
            }
        }
        for (int i = 0; i < texts.length; i++) {
            Graphics2D table = photo.createGraphics();
            table.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            table.translate(200 + i * 700, 150);
            table.rotate(0.2);
            table.drawImage(code(texts[i]), 0, 0, null);
            table.dispose();
        }
        return photo;
    }

    private void refused(Path file, Fault fault) {
        assertThatThrownBy(() -> QrScan.ticket(file)).isInstanceOfSatisfying(PictureException.class, e -> {
            assertThat(e.fault()).isEqualTo(fault);
            assertThat(e.getMessage()).contains(file.toString()).endsWith(".").doesNotContain("Exception");
        });
    }

    @Test
    void a_png_that_was_drawn_is_read() throws Exception {
        assertThat(QrScan.ticket(save(QrPicture.png(TICKET)))).isEqualTo(TICKET);
    }

    @Test
    void an_svg_draws_the_same_squares() throws Exception {
        String svg = new String(QrPicture.svg(TICKET), StandardCharsets.UTF_8);
        Matcher size = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertThat(size.find()).isTrue();
        BufferedImage image = new BufferedImage(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(1)), BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D paper = image.createGraphics();
        paper.fillRect(0, 0, image.getWidth(), image.getHeight());
        paper.setColor(Color.BLACK);
        Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z").matcher(svg);
        while (run.find()) {
            assertThat(run.group(3)).isEqualTo(run.group(4));
            paper.fillRect(Integer.parseInt(run.group(1)), Integer.parseInt(run.group(2)), Integer.parseInt(run.group(3)), 1);
        }

        BufferedImage drawn = code(TICKET);
        int scale = drawn.getWidth() / image.getWidth();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                assertThat(image.getRGB(x, y)).isEqualTo(drawn.getRGB(x * scale, y * scale));
            }
        }
    }

    @Test
    void a_photo_is_read() throws Exception {
        assertThat(QrScan.ticket(save(photo(TICKET), "jpeg"))).isEqualTo(TICKET);
    }

    @Test
    void a_link_is_read_as_it_is() throws Exception {
        assertThat(QrScan.ticket(save(QrPicture.png("https://example.org/get#" + TICKET)))).isEqualTo("https://example.org/get#" + TICKET);
    }

    @Test
    void light_on_dark_and_on_nothing_is_read() throws Exception {
        BufferedImage clear = new BufferedImage(900, 900, BufferedImage.TYPE_INT_ARGB);
        BufferedImage dark = code(TICKET);
        for (int y = 0; y < dark.getHeight(); y++) {
            for (int x = 0; x < dark.getWidth(); x++) {
                boolean light = (dark.getRGB(x, y) & 0xff) > 127;
                clear.setRGB(x, y, light ? 0 : 0xff000000);
                dark.setRGB(x, y, light ? 0xff000000 : 0xffffffff);
            }
        }

        assertThat(QrScan.ticket(save(dark, "png"))).isEqualTo(TICKET);
        assertThat(QrScan.ticket(save(clear, "png"))).isEqualTo(TICKET);
    }

    @Test
    void a_ticket_beside_another_code_is_found_and_two_tickets_are_not_guessed_between() throws Exception {
        assertThat(QrScan.ticket(save(photo("https://example.org/menu", TICKET), "png"))).isEqualTo(TICKET);
        refused(save(photo(TICKET, OTHER), "png"), Fault.SEVERAL);
    }

    @Test
    void what_shows_no_ticket_says_what_it_shows() throws Exception {
        refused(save(QrPicture.png("https://example.org/menu")), Fault.FOREIGN);
        refused(save(QrPicture.png("https://example.org/menu#ferry")), Fault.FOREIGN);
        refused(save(photo(), "jpeg"), Fault.NO_QR);
    }

    @Test
    void what_is_no_picture_is_told_apart_from_what_is_not_there() throws Exception {
        byte[] cut = java.util.Arrays.copyOf(QrPicture.png(TICKET), 200);
        refused(save("FERRY:AAAA".getBytes(StandardCharsets.US_ASCII)), Fault.NO_PICTURE);
        refused(save(new byte[0]), Fault.NO_PICTURE);
        refused(save(cut), Fault.NO_PICTURE);
        refused(save(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 1}), Fault.NO_PICTURE);
        refused(folder.resolve("absent"), Fault.UNREADABLE);
        refused(folder, Fault.UNREADABLE);
    }

    /** Each is a hundred bytes that claim to be up to 16 billion pixels. */
    @Test
    void a_claim_of_too_many_pixels_is_refused_unread() throws Exception {
        refused(save(claiming(10_000, 5_001)), Fault.TOO_LARGE);
        refused(save(claiming(Picture.LONGEST_SIDE + 1, 1)), Fault.TOO_LARGE);
        refused(save(claiming(Integer.MAX_VALUE, Integer.MAX_VALUE)), Fault.TOO_LARGE);
    }

    @Test
    void a_file_of_too_many_bytes_is_refused_unread() throws Exception {
        Path file = save(QrPicture.png(TICKET));
        try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.position(Picture.MOST_BYTES).write(ByteBuffer.wrap(new byte[1]));
        }

        refused(file, Fault.TOO_LARGE);
    }

    private static byte[] claiming(int width, int height) {
        byte[] png = QrPicture.png(TICKET);
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
        return png;
    }
}
