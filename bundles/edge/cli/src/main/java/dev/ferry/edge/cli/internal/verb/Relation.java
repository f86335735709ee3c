package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Amounts;
import jakarta.json.JsonObject;

/** Says what a device is now. */
final class Relation {
    private Relation() { }

    static void tell(Output out, String device, JsonObject event) {
        if (event.getString("event", "").equals("trust")) {
            String now = event.getString("relationship", "");
            out.say(now.equals("unknown") ? "The pairing with " + device + " has ended: it is a stranger now."
                    : device + " is " + now + " now" + (event.containsKey("trustUntil") ? ", until " + until(event) + ", and then " + event.getString("trustAfterwards") : "") + ".");
        }
    }

    /** In a table. */
    static String now(JsonObject device) {
        return device.getString("relationship", "") + (device.containsKey("trustUntil") ? " until " + until(device) : "");
    }

    private static String until(JsonObject device) {
        return Amounts.moment(device.getString("trustUntil"));
    }
}
