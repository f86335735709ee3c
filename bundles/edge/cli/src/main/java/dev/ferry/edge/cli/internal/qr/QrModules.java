package dev.ferry.edge.cli.internal.qr;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** The squares of a QR code with the light ones around it that ISO/IEC 18004 asks for. */
final class QrModules {
    private static final int QUIET = 4;

    private final ByteMatrix modules;

    private QrModules(ByteMatrix modules) {
        this.modules = modules;
    }

    /**
     * @param text upper-case letters, digits and {@code :} keep it small
     * @throws IllegalArgumentException longer than a code can hold
     */
    static QrModules of(String text) {
        try {
            return new QrModules(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
        } catch (WriterException e) {
            throw new IllegalArgumentException("Too long for a QR code: " + text.length() + " characters", e);
        }
    }

    /** Of each side. */
    int size() {
        return modules.getWidth() + 2 * QUIET;
    }

    /** Outside everything is light. */
    boolean light(int x, int y) {
        int column = x - QUIET;
        int row = y - QUIET;
        boolean inside = column >= 0 && row >= 0 && column < modules.getWidth() && row < modules.getHeight();
        return !inside || modules.get(column, row) == 0;
    }
}
