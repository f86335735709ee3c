package dev.ferry.core.transfer.internal.names;

import java.text.Normalizer;
import java.util.Locale;

/** Two names with one key may be one name on some file system. The locale of the machine plays no part: Turkish would tell {@code I} from {@code i}. */
final class CollisionKey {
    private CollisionKey() {
    }

    static String of(String name) {
        if (isPlainAscii(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        StringBuilder visible = new StringBuilder(name.length());
        name.codePoints().filter(c -> !CodePoints.isDefaultIgnorable(c)).forEach(visible::appendCodePoint);
        return Normalizer.normalize(visible, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isPlainAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
