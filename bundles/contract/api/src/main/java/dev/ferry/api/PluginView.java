package dev.ferry.api;

import java.util.List;
import java.util.Optional;

/**
 * A jar of the plugin folder.
 *
 * @param file        its name in the folder
 * @param name        its symbolic name; the file's name where it has none
 * @param version     as its manifest says; empty where there is none
 * @param provides    which roles it plays, as {@code discovery vendor-id}
 * @param signer      who signed it, as the configuration calls them
 * @param explanation a sentence for a person, and what to do about it where something is to be done
 */
public record PluginView(String file, String name, String version, State state, List<String> provides, Optional<String> signer, String explanation) {
    /** What became of it. Grows only in a major version. */
    public enum State {
        /** It would run. Nothing has been changed. */
        READY,
        /** It runs, and its services are there. */
        ACTIVE,
        /** It runs and lacks something; it goes on by itself when that comes. */
        WAITING,
        /** It may not run here. A person must change the jar, its signature or the configuration. */
        REFUSED,
        /** It was allowed to run and could not. Its vendor must change it. */
        FAILED
    }

    public PluginView {
        provides = List.copyOf(provides);
    }
}
