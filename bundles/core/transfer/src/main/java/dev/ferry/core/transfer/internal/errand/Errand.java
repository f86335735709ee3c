package dev.ferry.core.transfer.internal.errand;

import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Something to be sent to a paired device, whatever becomes of this process.
 *
 * @param id      of its share, in every process
 * @param number  its place among all: those of a device go in this order
 * @param queued  whether its person left it for the time when the device is there; else it was begun while somebody looked
 * @param until   when it is given up
 * @param paused  by its person
 * @param begun   how it was offered last, once it was
 */
public record Errand(UUID id, long number, DeviceId device, List<ShareRequest.Item> files, Optional<String> message, ShareOptions options, boolean queued,
                     Instant since, Instant until, boolean paused, Optional<Begun> begun) {
    public Errand {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(begun, "begun");
        files = List.copyOf(files);
    }

    public ShareRequest request() {
        return new ShareRequest(files, new ShareTarget.PairedDevice(device), message, options);
    }

    /** Whether this is what a person asks for again. */
    public boolean asks(DeviceId whom, ShareRequest request) {
        return device.equals(whom) && files.equals(request.files()) && options.kind() == request.options().kind();
    }

    public Errand paused(boolean now) {
        return new Errand(id, number, device, files, message, options, queued, since, until, now, begun);
    }

    public Errand begun(Begun how) {
        return new Errand(id, number, device, files, message, options, queued, since, until, paused, Optional.of(how));
    }
}
