package dev.ferry.edge.cli.internal.verb;

import jakarta.json.JsonObject;

/** Says what a device is now. */
final class Relation {
    private Relation() { }

    static void tell(Output out, String device, JsonObject event) {
        if (event.getString("event", "").equals("trust")) {
            String now = event.getString("relationship", "");
            out.say(now.equals("unknown") ? "The pairing with " + device + " has ended: it is a stranger now." : device + " is " + now + " now.");
        }
    }
}
