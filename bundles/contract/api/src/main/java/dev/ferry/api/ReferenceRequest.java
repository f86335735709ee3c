package dev.ferry.api;

import dev.ferry.model.AccessLevel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which files another device may reach, and how.
 *
 * @param files   files and folders that stay where they are, at most 64, no two of one name; what is shared by its contents alone ({@code name/}) stands alone, and with
 *                {@link AccessLevel#READ_WRITE} so does the one folder that files may be put into
 * @param target  a paired device
 * @param access  what it may do
 * @param life    how long; empty until it is revoked
 * @param message shown at consent, at most 4,096 bytes of UTF-8
 */
public record ReferenceRequest(List<ShareRequest.Item> files, ShareTarget target, AccessLevel access, Optional<Duration> life, Optional<String> message) {
    public ReferenceRequest {
        files = List.copyOf(files);
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(life, "life");
        Objects.requireNonNull(message, "message");
    }
}
