package dev.ferry.edge.cli.internal.qr;

import dev.ferry.edge.cli.internal.qr.PictureException.Fault;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture as shades of grey. The only class that touches the desktop module, and only while a picture is read: its image readers are part of every JDK and of the
 * headless packages.
 *
 * <p>A file of a few kilobytes may claim to be gigabytes of pixels. So the claim is read before any pixel is, what claims too much is refused, and of what is left only every
 * n-th pixel is kept: a client of a daemon has 64 MiB in all.
 *
 * @param grey one byte a pixel, row by row, 0 is black
 */
record Picture(int width, int height, byte[] grey) {
    /** A photo of a current phone has up to 20 MB. */
    static final long MOST_BYTES = 32L << 20;
    /** Its sensor up to 50 million pixels, and no side beyond this. */
    static final long MOST_PIXELS = 50_000_000;
    static final int LONGEST_SIDE = 20_000;
    /** A code of 60 modules that fills a quarter of the width still has seven pixels a module. */
    private static final long KEPT_PIXELS = 3_000_000;
    private static final int WHITE = 255;

    static Picture read(Path file) throws PictureException {
        String format = format(file);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
            try {
                // What is not the picture is not read: colour profiles and texts may be bombs of their own.
                reader.setInput(in, true, true);
                return read(reader, file);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // The JDK's readers answer some damaged files with an IndexOutOfBoundsException or the like.
            throw noPicture(file, " It may be damaged or incomplete.");
        } catch (OutOfMemoryError e) {
            throw tooLarge(file);
        } catch (LinkageError e) {
            throw new PictureException(Fault.NO_PICTURE, "This Java runtime has no part that reads pictures (the module java.desktop). Paste the ticket's text instead.");
        }
    }

    private static String format(Path file) throws PictureException {
        byte[] start;
        try {
            if (!Files.isRegularFile(file)) {
                throw new PictureException(Fault.UNREADABLE, "There is no picture " + file + ". Check the name.");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw tooLarge(file);
            }
            try (var in = Files.newInputStream(file)) {
                start = in.readNBytes(4);
            }
        } catch (IOException e) {
            throw new PictureException(Fault.UNREADABLE, "The picture " + file + " cannot be read. Check its permissions.");
        }
        return known(start).orElseThrow(() -> noPicture(file, ""));
    }

    private static Optional<String> known(byte[] start) {
        if (start.length < 4) {
            return Optional.empty();
        }
        boolean png = start[0] == (byte) 0x89 && start[1] == 'P' && start[2] == 'N' && start[3] == 'G';
        boolean jpeg = start[0] == (byte) 0xff && start[1] == (byte) 0xd8 && start[2] == (byte) 0xff;
        return png ? Optional.of("png") : jpeg ? Optional.of("jpeg") : Optional.empty();
    }

    private static Picture read(ImageReader reader, Path file) throws IOException, PictureException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
            throw tooLarge(file);
        }
        int step = 1;
        while (width / step * (height / step) > KEPT_PIXELS) {
            step++;
        }
        ImageReadParam every = reader.getDefaultReadParam();
        every.setSourceSubsampling(step, step, 0, 0);
        return grey(reader.read(0, every));
    }

    private static Picture grey(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] grey = new byte[width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                grey[y * width + x] = (byte) onWhite(row[x]);
            }
        }
        return new Picture(width, height, grey);
    }

    /** What is transparent is drawn on white, as viewers do. */
    private static int onWhite(int argb) {
        int alpha = argb >>> 24;
        int light = ((argb >> 16 & 0xff) + 2 * (argb >> 8 & 0xff) + (argb & 0xff)) / 4;
        return (light * alpha + WHITE * (WHITE - alpha)) / WHITE;
    }

    private static PictureException noPicture(Path file, String cause) {
        return new PictureException(Fault.NO_PICTURE, file + " is no picture in PNG or JPEG form." + cause + " Take a screenshot or a photo of the QR code and give that.");
    }

    private static PictureException tooLarge(Path file) {
        return new PictureException(Fault.TOO_LARGE, file + " is too large: a picture may have " + (MOST_BYTES >> 20) + " MiB and " + MOST_PIXELS / 1_000_000
                + " million pixels. Cut out the part with the QR code.");
    }
}
