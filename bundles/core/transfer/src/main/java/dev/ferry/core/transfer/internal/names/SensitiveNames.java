package dev.ferry.core.transfer.internal.names;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that an operating system, a desktop or Ferry itself acts on. */
final class SensitiveNames {
    /** Unfinished files of ours; see {@code disk.PartNames}. A peer's file of that form would be taken for a leftover and removed. */
    private static final Pattern PART = Pattern.compile("\\..*\\.ferry\\.part", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** {@code GIT~1} is the same file as {@code .git} on a volume with short names. */
    private static final Pattern SHORT_ALIAS = Pattern.compile("[^.~]{1,8}~[0-9]{1,6}(\\.[^.]{0,3})?");

    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "conin$", "conout$", "clock$",
            "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    /** Read, run or obeyed where they lie, so a first component must not be one: the folder received into may be a home, a desktop or a drive's root. */
    private static final Set<String> ACTED_ON = Set.of("desktop.ini", "autorun.inf", "folder.htt", "thumbs.db", "start menu", "startup", "autostart",
            "launchagents", "launchdaemons", "authorized_keys", "authorized_keys2");

    private static final List<String> ACTED_ON_SUFFIXES = List.of(".desktop", ".lnk", ".scf", ".library-ms", ".search-ms");

    private SensitiveNames() {
    }

    static boolean isPartFile(String name) {
        return PART.matcher(name).matches();
    }

    static boolean isShortAlias(String name) {
        return SHORT_ALIAS.matcher(name).matches();
    }

    /** With any extension, with spaces before it, with superscript digits: Windows opens the device all the same. */
    static boolean isDevice(String name) {
        String compatible = Normalizer.normalize(name, Normalizer.Form.NFKC);
        int dot = compatible.indexOf('.');
        String base = dot < 0 ? compatible : compatible.substring(0, dot);
        return DEVICES.contains(base.strip().toLowerCase(Locale.ROOT));
    }

    static boolean isActedOnByName(String name) {
        return ACTED_ON.contains(CollisionKey.of(name));
    }

    static boolean isActedOnBySuffix(String name) {
        String key = CollisionKey.of(name);
        return ACTED_ON_SUFFIXES.stream().anyMatch(key::endsWith);
    }
}
