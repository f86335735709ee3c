package dev.ferry.api;

import dev.ferry.model.FerryException;
import dev.ferry.model.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Which devices are there. */
@ProviderType
public interface DeviceService {
    /** Paired devices first (connected, then seen, then away), then discovered ones; a device that is both appears once. Blocked ones are listed last. */
    List<DeviceView> devices();

    /** Calls back with the whole list now and after each change. */
    Registration follow(Consumer<List<DeviceView>> listener);

    /**
     * What a typed text means.
     *
     * @throws FerryException nothing fits, or several do: the problem names the candidates
     */
    DeviceView resolve(ShareTarget target) throws FerryException;

    /**
     * Whom files may be meant for: paired devices that are connected or seen, and strangers that are visible; at most 10, best first, each with its reasons. What counts is trust,
     * how near and how fast a device is, what kind of files it was sent before, and whether they look like keys or passwords. The same inputs give the same answer. Nothing is sent.
     * Blocks while the files are looked at.
     *
     * @param files may be empty: then nothing is known of what will be shared
     * @param how   what counts most, and which devices are meant; here strangers are, too
     * @throws FerryException a file is not there or cannot be read
     */
    List<SuggestedTarget> suggest(List<ShareRequest.Item> files, ShareTarget.Auto how) throws FerryException;

    /** Lets strangers see this device's name for a while; at most 24 hours, renewed by calling again. Closing the registration ends this visibility. */
    Registration showToStrangers(Duration time);

    /** This device, its listeners and its plugins. */
    NodeStatus status();

    /** How the work of discovery plugins goes, in their own words and by their id, in trouble or not; those that say nothing are missing. */
    default Map<String, String> discoveryNotes() {
        return Map.of();
    }

    /** When strangers stop seeing this device; empty when they do not see it. */
    Optional<Instant> visibleUntil();
}
