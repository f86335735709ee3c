package dev.ferry.core.transfer.internal.names;

import java.text.Normalizer;
import java.util.Set;

/** The rules for one component. Each puts {@code _} where something harmful stood; their order matters, since a later one looks at what an earlier one left. */
final class ComponentRules {
    private static final char STAND_IN = '_';

    private final String said;
    private final boolean first;

    ComponentRules(String said, boolean first) {
        this.said = said;
        this.first = first;
    }

    String apply(Set<NameDefect> why) {
        String name = characters(said, why);
        if (looksLikeParent(said)) {
            why.add(NameDefect.LOOKS_LIKE_PARENT);
            name = withoutDisguise(name);
        }
        name = ending(name, why);
        if (SensitiveNames.isShortAlias(name)) {
            why.add(NameDefect.SHORT_ALIAS);
            name = name.replace('~', STAND_IN);
        }
        if (SensitiveNames.isDevice(name)) {
            why.add(NameDefect.RESERVED);
            name = STAND_IN + name;
        }
        if (SensitiveNames.isPartFile(name)) {
            why.add(NameDefect.OUR_PART_FILE);
            name = STAND_IN + name.substring(1);
        }
        if (first) {
            name = firstComponent(name, why);
        }
        if (Stem.bytes(name) > Stem.MAX_BYTES) {
            why.add(NameDefect.COMPONENT_TOO_LONG);
            name = Stem.file(name).shortened(said);
        }
        return name;
    }

    private static String characters(String text, Set<NameDefect> why) {
        StringBuilder kept = null;
        boolean afterVisible = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            NameDefect defect = c < 0x80 ? asciiDefect(c) : defect(c, afterVisible);
            if (defect != null) {
                why.add(defect);
                if (kept == null) {
                    kept = new StringBuilder(text.length()).append(text, 0, i);
                }
                kept.append(STAND_IN);
            } else if (kept != null) {
                kept.appendCodePoint(c);
            }
            afterVisible = defect == null && !CodePoints.isVariationSelector(c) && !CodePoints.isSpace(c);
            i += Character.charCount(c);
        }
        return kept == null ? text : kept.toString();
    }

    private static NameDefect asciiDefect(int c) {
        if (CodePoints.isControl(c)) {
            return NameDefect.CONTROL;
        }
        if (c == '\\') {
            return NameDefect.SEPARATOR;
        }
        return CodePoints.isForbiddenOnWindows(c) ? NameDefect.FORBIDDEN_ON_WINDOWS : null;
    }

    private static NameDefect defect(int c, boolean afterVisible) {
        if (CodePoints.isControl(c)) {
            return NameDefect.CONTROL;
        }
        if (CodePoints.isBidi(c)) {
            return NameDefect.BIDI;
        }
        if (CodePoints.isNotText(c)) {
            return NameDefect.NOT_TEXT;
        }
        if (CodePoints.isVariationSelector(c)) {
            return afterVisible ? null : NameDefect.INVISIBLE;
        }
        return CodePoints.isDefaultIgnorable(c) || CodePoints.isBlank(c) ? NameDefect.INVISIBLE : null;
    }

    /**
     * True when some decoding that a careless program might do would turn it into a dot segment. Slashes of other scripts and percent signs are ordinary in
     * names and stay where they do not.
     */
    private static boolean looksLikeParent(String text) {
        if (text.indexOf('%') < 0 && text.chars().allMatch(c -> c < 0x80)) {
            return false;
        }
        String folded = text;
        for (int round = 0; round < 3; round++) {
            folded = percentDecoded(folded);
        }
        folded = Normalizer.normalize(folded, Normalizer.Form.NFKC);
        StringBuilder part = new StringBuilder();
        for (int i = 0; i <= folded.length(); ) {
            int c = i < folded.length() ? folded.codePointAt(i) : '/';
            if (CodePoints.looksLikeSeparator(c)) {
                if (part.length() <= 2 && (part.toString().equals(".") || part.toString().equals(".."))) {
                    return true;
                }
                part.setLength(0);
            } else if (!CodePoints.isDefaultIgnorable(c)) {
                part.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return false;
    }

    private static String percentDecoded(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int value = text.charAt(i) == '%' && i + 2 < text.length() ? hex(text.charAt(i + 1)) * 16 + hex(text.charAt(i + 2)) : -1;
            if (value > 0) {
                decoded.append((char) value);
                i += 2;
            } else {
                decoded.append(text.charAt(i));
            }
        }
        return decoded.toString();
    }

    /** So far below zero for what is no digit that no sum with it comes out positive. */
    private static int hex(char c) {
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        return digit < 0 ? -1000 : digit;
    }

    private static String withoutDisguise(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        name.codePoints().map(c -> {
            boolean dotsInOne = c == 0x2024 || c == 0x2025 || c == 0xfe52 || c == 0xff0e;
            return c == '%' || dotsInOne || CodePoints.looksLikeSeparator(c) ? STAND_IN : c;
        }).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static String ending(String name, Set<NameDefect> why) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || CodePoints.isSpace(name.charAt(end - 1)))) {
            end--;
        }
        if (end == name.length()) {
            return name;
        }
        why.add(NameDefect.TRAILING_DOT_OR_SPACE);
        return name.substring(0, end) + String.valueOf(STAND_IN).repeat(name.length() - end);
    }

    private static String firstComponent(String name, Set<NameDefect> why) {
        String changed = name;
        if (changed.startsWith(".")) {
            why.add(NameDefect.HIDDEN_FIRST);
            changed = STAND_IN + changed.substring(1);
        }
        if (SensitiveNames.isActedOnByName(changed)) {
            why.add(NameDefect.SENSITIVE_FIRST);
            changed = STAND_IN + changed;
        }
        if (SensitiveNames.isActedOnBySuffix(changed)) {
            why.add(NameDefect.SENSITIVE_FIRST);
            changed = changed + STAND_IN;
        }
        return changed;
    }
}
