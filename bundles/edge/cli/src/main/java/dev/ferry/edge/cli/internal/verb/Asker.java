package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.SafeText;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks the person, or whatever program answers on standard input. No answer is no consent. */
final class Asker {
    private final Context context;
    private final boolean never;
    private volatile boolean unanswered;

    /** @param never {@code --no-input}: nobody is asked */
    Asker(Context context, boolean never) {
        this.context = context;
        this.never = never;
    }

    /** What was said about an offer. */
    record Consent(boolean accept, boolean block) { }

    /** Says what is offered and puts the question. */
    void offered(JsonObject offer) {
        OfferPrinter.lines(offer).forEach(context.err()::println);
        put("Accept? [y]es, [N]o, [b]lock this device: ");
    }

    /** Waits for the answer to what was {@linkplain #offered}. */
    Consent consent() {
        return switch (answer().orElse("n")) {
            case "y", "yes", "a", "accept" -> new Consent(true, false);
            case "b", "block" -> new Consent(false, true);
            default -> new Consent(false, false);
        };
    }

    /** Asks what to do with names that exist, where some do. */
    String conflict(JsonObject offer, Path folder) {
        List<String> there = offer.getJsonArray("items").getValuesAs(JsonObject.class).stream().map(item -> item.getString("path").split("/")[0]).distinct()
                .filter(name -> exists(folder, name)).toList();
        if (there.isEmpty()) {
            return "rename";
        }
        context.err().println(SafeText.line(there.get(0)) + (there.size() > 1 ? " and " + (there.size() - 1) + " more exist" : " exists") + " in " + SafeText.line(folder.toString()) + ".");
        // A stranger may not replace anything, whatever the person says.
        boolean mayReplace = !offer.getString("relationship", "unknown").equals("unknown");
        put("[R]ename what comes, [s]kip it, " + (mayReplace ? "[o]verwrite (the old one is kept beside it), " : "") + "[f]ail: ");
        return switch (answer().orElse("r")) {
            case "s", "skip" -> "skip";
            case "o", "overwrite" -> mayReplace ? "overwrite" : "rename";
            case "f", "fail" -> "fail";
            default -> "rename";
        };
    }

    private static boolean exists(Path folder, String name) {
        try {
            return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void put(String question) {
        if (!never) {
            context.err().print(question);
            context.err().flush();
        }
    }

    /** A line, lower case; empty where nobody answers. */
    private Optional<String> answer() {
        Optional<String> line = never ? Optional.empty() : readLine();
        unanswered |= line.isEmpty();
        return line.map(l -> l.strip().toLowerCase(Locale.ROOT));
    }

    /** A line that is not shown as an answer: a code. */
    Optional<String> secretLine(String question) {
        if (context.terminal().asks()) {
            context.err().print(question);
            context.err().flush();
        }
        return readLine().map(String::strip).filter(l -> !l.isEmpty());
    }

    private Optional<String> readLine() {
        try {
            return Optional.ofNullable(context.in().readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a question found nobody. */
    boolean unanswered() {
        return unanswered;
    }
}
