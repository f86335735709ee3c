package dev.ferry.edge.cli.internal.qr;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.Binarizer;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import com.google.zxing.qrcode.QRCodeReader;
import dev.ferry.edge.cli.internal.qr.PictureException.Fault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the ticket that a picture shows. */
public final class QrScan {
    /** As PROTOCOL.md, section 4, writes tickets; whether it is a whole and valid one is for whoever takes it to find out. */
    private static final Pattern TICKET = Pattern.compile("(?i)\\s*(https://[^#\\s]+#)?FERRY:[A-Z2-7]+\\s*");
    private static final Map<DecodeHintType, ?> HARD = Map.of(DecodeHintType.TRY_HARDER, true);

    private QrScan() { }

    /**
     * The one ticket in a picture; other codes beside it are passed over.
     *
     * @param file PNG or JPEG
     * @return {@code FERRY:…}, or a link that ends so
     * @throws PictureException no picture, too large, no code, no ticket, or more than one
     */
    public static String ticket(Path file) throws PictureException {
        Picture picture = Picture.read(file);
        Set<String> texts = texts(picture);
        if (texts.isEmpty()) {
            throw new PictureException(Fault.NO_QR, "No QR code was found in " + file + ". It must be whole, sharp, with its light margin, and not tiny: take the picture closer, or cut out the code.");
        }
        List<String> tickets = texts.stream().filter(text -> TICKET.matcher(text).matches()).toList();
        if (tickets.isEmpty()) {
            throw new PictureException(Fault.FOREIGN, "The QR code in " + file + " is not one of Ferry's. A ticket begins with FERRY:, or is an https link with that after its #. "
                    + "Scan the code that ferry send or ferry pair shows.");
        }
        if (tickets.size() > 1) {
            throw new PictureException(Fault.SEVERAL, tickets.size() + " different tickets are in " + file + ", and only you can know which one is meant. Cut out the one QR code.");
        }
        return tickets.get(0).strip();
    }

    /** From the likeliest to the least: dark on light under any light, under even light, then light on dark; until there is a ticket. */
    private static Set<String> texts(Picture picture) {
        LuminanceSource source = new PlanarYUVLuminanceSource(picture.grey(), picture.width(), picture.height(), 0, 0, picture.width(), picture.height(), false);
        Set<String> texts = new LinkedHashSet<>();
        for (LuminanceSource shown : List.of(source, source.invert())) {
            for (Binarizer way : List.of(new HybridBinarizer(shown), new GlobalHistogramBinarizer(shown))) {
                texts.addAll(texts(way));
                if (texts.stream().anyMatch(text -> TICKET.matcher(text).matches())) {
                    return texts;
                }
            }
        }
        return texts;
    }

    private static List<String> texts(Binarizer binarizer) {
        BinaryBitmap bitmap = new BinaryBitmap(binarizer);
        try {
            return Arrays.stream(new QRCodeMultiReader().decodeMultiple(bitmap, HARD)).map(Result::getText).toList();
        } catch (NotFoundException several) {
            try {
                return List.of(new QRCodeReader().decode(bitmap, HARD).getText());
            } catch (ReaderException one) {
                return List.of();
            }
        }
    }
}
