package dev.ferry.core.transfer.internal.source;

import dev.ferry.api.ShareRequest;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a walk begins.
 *
 * @param item   what this device's user named
 * @param below  names from there to where it begins; entered one by one, no link among them
 * @param path   what the place itself is called, with {@code /} between names; unused where it does not come out
 * @param itself whether it comes out, and not only what is in it
 * @param prefix begins the paths of what is in it: empty, or ends with a slash
 */
public record SourceStart(ShareRequest.Item item, List<String> below, String path, boolean itself, String prefix) {
    public SourceStart {
        below = List.copyOf(below);
    }

    /** The item as it was named. */
    static SourceStart of(ShareRequest.Item item) {
        Path name = item.path().normalize().getFileName();
        String path = name == null ? "" : SourceNames.text(name).orElse("");
        return new SourceStart(item, List.of(), path, !item.contentsOnly(), item.contentsOnly() ? "" : path + "/");
    }
}
