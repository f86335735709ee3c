package dev.ferry.edge.control.internal;

import jakarta.json.JsonObject;

/**
 * The first line of each side.
 *
 * @param version of this Ferry, for people
 */
record Hello(String version) {
    /** Changes when a client of before would misunderstand. */
    static final int PROTOCOL = 1;

    JsonObject line() {
        return Json.PROVIDER.createObjectBuilder().add("hello", PROTOCOL).add("version", version).add("pid", ProcessHandle.current().pid()).build();
    }

    /** @return whether the other side speaks the same */
    boolean fits(JsonObject other) {
        return other.getInt("hello", -1) == PROTOCOL;
    }

    JsonObject refusal() {
        return Json.PROVIDER.createObjectBuilder().add("event", "error").add("code", "version").add("exit", 3)
                .add("message", "The running daemon is Ferry " + version + " and does not understand this command's version. Restart the daemon: stop it and run ferry up.")
                .build();
    }
}
