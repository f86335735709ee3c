package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Amounts;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Tells a person about a share: its code, who is asked, how far it is, and how it ended. */
final class TransferPrinter implements Consumer<JsonObject> {
    /** Of less only the time of the conversation is measured. */
    private static final long SAYS_A_RATE = 1 << 20;

    private final Output out;
    private final ProgressPrinter progress;
    private final Context context;
    private final QrOptions qr;
    private final String otherSide;
    private boolean suggested;
    private String sent = "Sent ";
    private boolean keeps;
    private Optional<Instant> active = Optional.empty();

    /**
     * @param qr        how a code is drawn
     * @param otherSide what to type there, before the code
     */
    TransferPrinter(Context context, Output out, QrOptions qr, String otherSide) {
        this.out = out;
        this.progress = new ProgressPrinter(context, out);
        this.context = context;
        this.qr = qr;
        this.otherSide = otherSide;
    }

    /** What arrives is deleted here. */
    TransferPrinter moving(boolean move) {
        sent = move ? "Moved " : sent;
        return this;
    }

    /** What cannot be sent now may be left to the one who was asked. */
    TransferPrinter keeping(boolean daemon) {
        keeps = daemon;
        return this;
    }

    @Override
    public void accept(JsonObject event) {
        switch (event.getString("event", "")) {
            case "progress" -> progress(event);
            case "code" -> code(event);
            case "suggestion" -> suggestion(event);
            case "chosen" -> {
                progress.clear();
                out.say("To " + event.getString("name", "") + ", " + event.getString("why", "") + ".");
            }
            case "consent" -> consent(event);
            case "done" -> done(event);
            case "error" -> {
                progress.clear();
                leftOut(event, event.getString("direction", "").equals("send"));
                if (keeps && event.getBoolean("paired", false)) {
                    out.say("Send it when it appears: the same command with --later.");
                }
            }
            case "queued" -> queued(event);
            default -> progress.clear();
        }
    }

    private void progress(JsonObject event) {
        if (event.getString("state", "").equals("active") && active.isEmpty()) {
            active = Optional.of(Instant.parse(event.getString("time")));
        }
        progress.event(event);
    }

    private void code(JsonObject event) {
        progress.clear();
        out.say("Code, good once and until " + Amounts.clock(event.getString("expires")) + ":");
        out.data(event.getString("code"));
        qr.show(context, out, event);
        out.say("On the other device: " + otherSide + " " + event.getString("code"));
    }

    private void suggestion(JsonObject event) {
        progress.clear();
        if (!suggested) {
            suggested = true;
            out.say("Or to a device that is here, with --to:");
        }
        out.say("  " + event.getString("name", "") + "  (" + SuggestCommand.why(event) + ")");
    }

    private void consent(JsonObject event) {
        progress.clear();
        if (event.containsKey("accepted")) {
            return;
        }
        out.say("Offered to " + event.getString("name", "the other device") + "; waiting for the answer.");
        List<String> words = texts(event, "words");
        if (!words.isEmpty()) {
            out.say("Both screens must show these words:  " + String.join("  ", words));
        }
    }

    private void queued(JsonObject event) {
        progress.clear();
        String name = event.getString("name", "the device");
        long bytes = event.getJsonNumber("bytes").longValue();
        out.say((bytes == 0 ? "Queued for " + name + ": nothing has been sent yet." : "The connection to " + name + " is lost: " + Amounts.bytes(bytes) + " are there, the rest is queued.")
                + " It goes on when " + name + " appears, until " + Amounts.day(event.getString("until")) + ". Take it back with: ferry transfers cancel "
                + event.getString("share").substring(0, 8));
    }

    private void done(JsonObject event) {
        progress.clear();
        boolean outgoing = event.getString("direction", "").equals("send");
        long bytes = event.getJsonNumber("bytes").longValue();
        String amount = Amounts.files(event.getInt("files")) + ", " + Amounts.bytes(bytes);
        String name = event.getString("name", "");
        String pace = active.map(since -> Duration.between(since, Instant.parse(event.getString("time")))).filter(d -> d.toMillis() > 0)
                .map(d -> " in " + seconds(d) + (bytes < SAYS_A_RATE ? "" : " (" + Amounts.rate(bytes * 1000 / d.toMillis()) + ")")).orElse("");
        out.say(outgoing ? sent + amount + (name.isEmpty() ? "" : " to " + name) + pace + ". Verified there."
                : "Received " + amount + (name.isEmpty() ? "" : " from " + name) + pace + ". Verified.");
        if (!outgoing && event.containsKey("folder")) {
            out.data(event.getString("folder"));
        }
        texts(event, "renamed").forEach(renamed -> out.say("renamed: " + renamed));
        leftOut(event, outgoing);
        out.detail(List.of("route", "profile", "protocol", "cipher", "group").stream().filter(event::containsKey).map(k -> k + " " + event.getString(k))
                .collect(Collectors.joining(", ")));
    }

    /** A receiver is told how many the sender left out itself, and never their names. */
    private void leftOut(JsonObject event, boolean sent) {
        int count = event.getInt("skipped", 0);
        if (count == 0) {
            return;
        }
        List<JsonObject> named = event.containsKey("left") ? event.getJsonArray("left").getValuesAs(JsonObject.class) : List.of();
        out.say(count + " left out:");
        named.forEach(left -> out.say("  " + left.getString("path") + ": " + left.getString("reason")));
        if (count > named.size()) {
            out.say(sent ? "  and " + (count - named.size()) + " more" : "  " + (named.isEmpty() ? "" : "and ") + (count - named.size()) + " by the sender, whose screen names them");
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() < 10_000 ? String.format(java.util.Locale.ROOT, "%.1f s", time.toMillis() / 1000.0) : Amounts.time(time.toSeconds());
    }

    void clear() {
        progress.clear();
    }

    static List<String> texts(JsonObject event, String key) {
        return event.containsKey(key) ? event.getJsonArray(key).getValuesAs(JsonString::getString) : List.of();
    }
}
