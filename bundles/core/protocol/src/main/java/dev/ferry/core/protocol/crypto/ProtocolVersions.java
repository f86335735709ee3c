package dev.ferry.core.protocol.crypto;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * The protocol versions that one side offers. Both offers are part of the {@link Transcript}, so whoever strikes the
 * newer versions from one of them breaks the authentication.
 *
 * @param versions 1 to {@value #MAX_COUNT} different numbers of 1 to 65535, in the order they were offered
 */
public record ProtocolVersions(List<Integer> versions) {
    /** Most versions in one offer. */
    public static final int MAX_COUNT = 16;

    /**
     * Copies and checks.
     *
     * @throws IllegalArgumentException for an offer that is empty, too long, out of range or repeats a version
     */
    public ProtocolVersions {
        versions = List.copyOf(versions);
        if (versions.isEmpty() || versions.size() > MAX_COUNT) {
            throw new IllegalArgumentException("an offer has 1 to " + MAX_COUNT + " versions, not " + versions.size());
        }
        if (new HashSet<>(versions).size() != versions.size()) {
            throw new IllegalArgumentException("an offer names a version twice");
        }
        for (int version : versions) {
            if (version < 1 || version > 0xffff) {
                throw new IllegalArgumentException("a version is 1 to 65535, not " + version);
            }
        }
    }

    /** An offer of these versions. */
    public static ProtocolVersions of(Integer... versions) {
        return new ProtocolVersions(List.of(versions));
    }

    /** The highest version in both offers: the one that is spoken. */
    public OptionalInt highestCommon(ProtocolVersions other) {
        return versions.stream().filter(other.versions::contains).mapToInt(Integer::intValue).max();
    }

    byte[] encoded() {
        ByteBuffer buffer = ByteBuffer.allocate(2 * versions.size());
        versions.forEach(version -> buffer.putShort((short) (int) version));
        return buffer.array();
    }
}
