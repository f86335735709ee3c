package dev.ferry.edge.cli.internal.verb;

import jakarta.json.JsonObject;

/** Says what a device is now. */
final class Relation {
    private Relation() { }

    static void tell(Output out, String device, JsonObject event) {
        if (event.getString("event", "").equals("trust")) {
            out.say(device + " is " + event.getString("relationship", "") + " now.");
        }
    }
}
