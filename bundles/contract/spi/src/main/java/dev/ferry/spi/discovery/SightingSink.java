package dev.ferry.spi.discovery;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a plugin reports. Implemented by the core, one per plugin, so every report carries the plugin's name. All methods may be called from any thread,
 * return at once and never throw for what a plugin reports; calls after the registration was closed are ignored. Reports beyond the core's caps are dropped
 * and counted.
 */
@ProviderType
public interface SightingSink {
    /** Seen, or seen again: replaces an earlier sighting of the same key. */
    void sighted(Sighting sighting);

    /** No longer there: said goodbye or expired in the plugin's own terms. Unknown keys are ignored. */
    void gone(String key);

    /**
     * The plugin cannot do its work now, and why: one sentence for a person, shown with the plugin's name by {@code ferry status}. Replaces the last one.
     */
    void trouble(String sentence);

    /** The trouble is over. */
    void well();

    /**
     * How the work goes, in trouble or not: one or two sentences with numbers for a person who looks for the cause of something, shown by {@code ferry doctor} and nowhere else. Told again
     * whenever it is another; replaces the last one. Times in it are of the clock on the wall.
     */
    default void note(String sentence) { }
}
