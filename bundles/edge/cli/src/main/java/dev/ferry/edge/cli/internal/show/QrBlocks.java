package dev.ferry.edge.cli.internal.show;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A QR code for a terminal: two modules a character, light ones drawn, as a terminal is dark. */
public final class QrBlocks {
    /** ISO/IEC 18004 asks for four light modules around. */
    private static final int QUIET = 4;

    private QrBlocks() { }

    /**
     * @param text   upper-case letters, digits and {@code :} keep it small
     * @param colour whether the terminal takes colours
     * @throws IllegalArgumentException longer than a code can hold
     */
    public static String of(String text, boolean colour) {
        try {
            String blocks = draw(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
            // White on black, also where the terminal is not.
            return colour ? blocks.replaceAll("(?m)^.+$", "\u001b[97;40m$0\u001b[0m") : blocks;
        } catch (WriterException e) {
            throw new IllegalArgumentException("Too long for a QR code: " + text.length() + " characters", e);
        }
    }

    private static String draw(ByteMatrix modules) {
        StringBuilder blocks = new StringBuilder();
        for (int y = -QUIET; y < modules.getHeight() + QUIET; y += 2) {
            for (int x = -QUIET; x < modules.getWidth() + QUIET; x++) {
                boolean upper = light(modules, x, y);
                boolean lower = light(modules, x, y + 1);
                blocks.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            blocks.append('\n');
        }
        return blocks.toString();
    }

    private static boolean light(ByteMatrix modules, int x, int y) {
        boolean inside = x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight();
        return !inside || modules.get(x, y) == 0;
    }
}
