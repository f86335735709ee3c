package dev.ferry.core.resolver.internal;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/** When two names are the same to a person who types, and when to one who looks. */
final class Names {
    /** Letters that look like a Latin letter or digit and survive NFKC (Unicode confusables, the ones of everyday fonts). */
    private static final Map<Integer, String> LIKE = Map.ofEntries(
            like('а', "a"), like('е', "e"), like('о', "o"), like('р', "p"), like('с', "c"), like('х', "x"), like('у', "y"), like('і', "l"), like('ј', "j"), like('ѕ', "s"),
            like('һ', "h"), like('ԁ', "d"), like('ԛ', "q"), like('ԝ', "w"), like('ӏ', "l"), like('в', "b"), like('к', "k"), like('м', "m"), like('н', "h"), like('т', "t"),
            like('α', "a"), like('ο', "o"), like('ν', "v"), like('ρ', "p"), like('τ', "t"), like('υ', "u"), like('κ', "k"), like('ι', "l"), like('η', "n"), like('χ', "x"),
            like('ε', "e"), like('ω', "w"), like('օ', "o"), like('ո', "n"), like('ս', "u"), like('ց', "g"), like('հ', "h"), like('ɑ', "a"), like('ɡ', "g"), like('ı', "l"),
            like('ɩ', "l"), like('ʏ', "y"), like('ⅼ', "l"), like('0', "o"), like('1', "l"), like('i', "l"), like('|', "l"), like('!', "l"), like('5', "s"), like('$', "s"),
            like('8', "b"), like('3', "e"), like('€', "e"), like('ø', "o"), like('đ', "d"), like('ł', "l"), like('ħ', "h"));

    private Names() { }

    private static Map.Entry<Integer, String> like(char c, String latin) {
        return Map.entry((int) c, latin);
    }

    /** Equal for names that differ in case and in ways of encoding alone. */
    static String folded(String name) {
        return Normalizer.normalize(Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC).strip();
    }

    /** Equal for names that can be taken for each other at a glance. Errs towards equal: it only warns. */
    static String skeleton(String name) {
        StringBuilder skeleton = new StringBuilder();
        Normalizer.normalize(folded(name), Normalizer.Form.NFKD).codePoints().filter(Names::isVisible)
                .forEach(c -> skeleton.append(LIKE.getOrDefault(c, Character.toString(c))));
        return skeleton.toString().replace("rn", "m").replace("vv", "w").replace("cl", "d");
    }

    private static boolean isVisible(int c) {
        return Character.isLetterOrDigit(c) || switch (Character.getType(c)) {
            case Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.OTHER_SYMBOL -> true;
            default -> c == '!';
        };
    }
}
