package dev.ferry.core.transfer.internal.names;

/** Classes of code points that matter in names. Tables of Unicode 15.1; they are constants so that the verdict does not depend on the JDK's version. */
final class CodePoints {
    private CodePoints() {
    }

    static boolean isControl(int c) {
        return c < 0x20 || c >= 0x7f && c <= 0x9f || c == 0x2028 || c == 0x2029;
    }

    static boolean isBidi(int c) {
        return c == 0x061c || c == 0x200e || c == 0x200f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }

    /** Property Default_Ignorable_Code_Point (DerivedCoreProperties.txt). */
    static boolean isDefaultIgnorable(int c) {
        return c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 || c >= 0x180b && c <= 0x180f
                || c >= 0x200b && c <= 0x200f || c >= 0x202a && c <= 0x202e || c >= 0x2060 && c <= 0x206f || c == 0x3164 || c >= 0xfe00 && c <= 0xfe0f
                || c == 0xfeff || c == 0xffa0 || c >= 0xfff0 && c <= 0xfff8 || c >= 0x1bca0 && c <= 0x1bca3 || c >= 0x1d173 && c <= 0x1d17a
                || c >= 0xe0000 && c <= 0xe0fff;
    }

    /** Selects the look of the character before it; ordinary in emoji, Japanese and Mongolian names. */
    static boolean isVariationSelector(int c) {
        return c >= 0xfe00 && c <= 0xfe0f || c >= 0xe0100 && c <= 0xe01ef || c >= 0x180b && c <= 0x180d || c == 0x180f;
    }

    /** Shows nothing, though not default-ignorable: interlinear annotation, Braille blank. */
    static boolean isBlank(int c) {
        return c >= 0xfff9 && c <= 0xfffb || c == 0x2800;
    }

    static boolean isNotText(int c) {
        return c >= 0xd800 && c <= 0xdfff || c >= 0xfdd0 && c <= 0xfdef || (c & 0xfffe) == 0xfffe;
    }

    static boolean isForbiddenOnWindows(int c) {
        return c == ':' || c == '<' || c == '>' || c == '"' || c == '|';
    }

    /** Drawn like a slash or a backslash. NFKC turns only some of them into one. */
    static boolean looksLikeSeparator(int c) {
        return c == '/' || c == '\\' || c == 0x2044 || c == 0x2215 || c == 0x2216 || c == 0x29f5 || c == 0x29f8 || c == 0x29f9 || c == 0xfe68 || c == 0xff0f
                || c == 0xff3c;
    }

    static boolean isSpace(int c) {
        return c == ' ' || Character.getType(c) == Character.SPACE_SEPARATOR;
    }
}
