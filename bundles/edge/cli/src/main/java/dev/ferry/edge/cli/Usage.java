package dev.ferry.edge.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** What is wrong with the words that were typed, as one would say it. */
final class Usage {
    private Usage() { }

    static String sentence(CommandLine.ParameterException e) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String typed = unmatched.getUnmatched().get(0);
            return (e.getCommandLine().getParent() == null ? "There is no verb \"" : "There is no place for \"") + typed + "\" here." + meant(typed, unmatched.getSuggestions());
        }
        if (e instanceof CommandLine.MissingParameterException missing && missing.getMissing().stream().allMatch(CommandLine.Model.ArgSpec::isPositional)) {
            return missing.getMissing().stream().map(CommandLine.Model.ArgSpec::paramLabel).collect(Collectors.joining(" and ")) + (missing.getMissing().size() == 1 ? " is" : " are") + " missing.";
        }
        return e.getMessage();
    }

    /** The parser finds something similar to every word; a slip of the finger keeps one end of it. */
    private static String meant(String typed, List<String> similar) {
        String word = typed.toLowerCase(Locale.ROOT);
        List<String> likely = similar.stream().filter(s -> !word.isEmpty() && (s.charAt(0) == word.charAt(0) || s.charAt(s.length() - 1) == word.charAt(word.length() - 1))
                && Math.abs(s.length() - word.length()) <= 2).toList();
        return likely.isEmpty() ? "" : " Did you mean " + String.join(" or ", likely) + "?";
    }
}
