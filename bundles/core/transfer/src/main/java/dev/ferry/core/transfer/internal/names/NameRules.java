package dev.ferry.core.transfer.internal.names;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Judges a relative path that came from a peer, with {@code /} between its components.
 *
 * <p>Refused: whatever could leave the folder by itself, in any component, with either slash taken for a separator. Neutralised, component by component and
 * always by putting {@code _} in the place of what harms, never by taking something out: taking out could make a new {@code ..} or {@code .git}, and puts
 * two names on one. Everything else stays as it is, whatever its script.
 *
 * <p>A component that begins with a dot is harmless inside a folder that came with it ({@code proj/.git}) and harmful as the first one, where it may meet a
 * home directory. That, and names that desktops act on, are the only rules that look at the position.
 */
public final class NameRules {
    /** Far above what a file system's tree needs, and small enough to hold. */
    private static final int MAX_CHARS = 128 * 1024;
    private static final int MAX_DEPTH = 4096;

    private NameRules() {
    }

    public static NameVerdict judge(String path) {
        NameDefect refusal = refusal(path);
        if (refusal != null) {
            return new NameVerdict.Rejected(refusal);
        }
        List<String> said = split(path, false);
        if (said.size() > MAX_DEPTH) {
            return new NameVerdict.Rejected(NameDefect.TOO_DEEP);
        }
        Set<NameDefect> why = EnumSet.noneOf(NameDefect.class);
        List<String> kept = new ArrayList<>(said.size());
        for (String component : said) {
            kept.add(new ComponentRules(component, kept.isEmpty()).apply(why));
        }
        SafePath safe = SafePath.of(kept);
        return why.isEmpty() ? new NameVerdict.Accepted(safe) : new NameVerdict.Neutralised(safe, said, why);
    }

    /** Null: nothing to refuse. */
    private static NameDefect refusal(String path) {
        if (path.length() > MAX_CHARS) {
            return NameDefect.TOO_LONG;
        }
        if (path.isEmpty()) {
            return NameDefect.EMPTY;
        }
        if (path.indexOf('\0') >= 0) {
            return NameDefect.NUL;
        }
        if (path.charAt(0) == '/' || path.charAt(0) == '\\') {
            return path.length() == 1 ? NameDefect.EMPTY : NameDefect.ABSOLUTE;
        }
        for (String part : split(path, true)) {
            if (part.isEmpty()) {
                return NameDefect.EMPTY;
            }
            if (part.equals(".") || part.equals("..")) {
                return NameDefect.DOT_SEGMENT;
            }
            if (part.length() >= 2 && part.charAt(1) == ':' && isLetter(part.charAt(0))) {
                return NameDefect.DRIVE_LETTER;
            }
        }
        return null;
    }

    private static List<String> split(String path, boolean backslashToo) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/' || backslashToo && c == '\\') {
                parts.add(path.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(path.substring(from));
        return parts;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
