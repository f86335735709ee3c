package dev.ferry.edge.cli.internal.qr;

/** A QR code for a terminal: two modules a character, light ones drawn, as a terminal is dark. */
public final class QrBlocks {
    private QrBlocks() { }

    /**
     * @param text   upper-case letters, digits and {@code :} keep it small
     * @param colour whether the terminal takes colours
     * @throws IllegalArgumentException longer than a code can hold
     */
    public static String of(String text, boolean colour) {
        String blocks = draw(QrModules.of(text));
        // White on black, also where the terminal is not.
        return colour ? blocks.replaceAll("(?m)^.+$", "\u001b[97;40m$0\u001b[0m") : blocks;
    }

    private static String draw(QrModules modules) {
        StringBuilder blocks = new StringBuilder();
        for (int y = 0; y < modules.size(); y += 2) {
            for (int x = 0; x < modules.size(); x++) {
                boolean upper = modules.light(x, y);
                boolean lower = modules.light(x, y + 1);
                blocks.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            blocks.append('\n');
        }
        return blocks.toString();
    }
}
