package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Amounts;
import dev.ferry.edge.cli.internal.show.SafeText;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person is shown before consenting. Each line is safe: a name cannot make a second line or hide one. */
final class OfferPrinter {
    private static final int MOST_SHOWN = 10;

    private OfferPrinter() { }

    static List<String> lines(JsonObject offer) {
        List<String> lines = new ArrayList<>();
        Optional<JsonObject> reference = Optional.ofNullable(offer.getJsonObject("reference"));
        lines.add(who(offer) + (reference.isPresent() ? " offers a reference to " : " offers ") + Amounts.files(offer.getJsonNumber("count").longValue()) + ", " + Amounts.bytes(offer.getJsonNumber("bytes").longValue()) + ".");
        reference.ifPresent(given -> lines.add("  reference " + RefsCommand.terms(given) + "; the files stay there"));
        lines.add("  identity  " + identity(offer));
        TransferPrinter.texts(offer, "warnings").forEach(warning -> lines.add("  beware    " + warning));
        if (offer.getBoolean("moves", false)) {
            lines.add("  a move    the sender deletes its files after you have them");
        }
        List<String> words = TransferPrinter.texts(offer, "words");
        if (!words.isEmpty()) {
            lines.add("  words     " + String.join("  ", words));
        }
        if (offer.containsKey("message")) {
            lines.add("  message   " + offer.getString("message"));
        }
        List<JsonObject> items = offer.getJsonArray("items").getValuesAs(JsonObject.class);
        items.stream().limit(MOST_SHOWN).forEach(item -> lines.add("  " + item(item)));
        long more = offer.getJsonNumber("count").longValue() - Math.min(items.size(), MOST_SHOWN);
        if (more > 0 && !items.isEmpty()) {
            lines.add("  and " + more + " more");
        }
        if (offer.containsKey("free")) {
            lines.add("  free here " + Amounts.bytes(offer.getJsonNumber("free").longValue()));
        }
        return lines.stream().map(SafeText::line).toList();
    }

    private static String who(JsonObject offer) {
        String name = offer.getString("name", "");
        return offer.getString("relationship", "unknown").equals("unknown") ? name.isEmpty() ? "A stranger" : "A stranger that calls itself \"" + name + "\"" : "\"" + name + "\"";
    }

    private static String identity(JsonObject offer) {
        String relationship = offer.getString("relationship", "unknown");
        if (!relationship.equals("unknown")) {
            return "paired with this device, " + relationship;
        }
        return switch (offer.getString("verifiedBy", "none")) {
            case "code", "ticket" -> "knows the code that you typed or showed";
            case "words" -> "not verified until you compare the four words with the sender's screen";
            default -> "not verified at all";
        };
    }

    private static String item(JsonObject item) {
        String extension = item.getString("extension", "");
        return item.getBoolean("folder", false) ? "folder    " + item.getString("path")
                : String.format(java.util.Locale.ROOT, "%-9s %s%s", Amounts.bytes(item.getJsonNumber("bytes").longValue()), item.getString("path"),
                        extension.isEmpty() ? "" : "   (a ." + extension + " file)");
    }
}
