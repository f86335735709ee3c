package dev.ferry.security.verified.internal;

import dev.ferry.model.SessionTerms.Feature;
import java.util.Set;

/**
 * What the owner may choose. Checked by {@link VerifiedProfile#of}.
 *
 * @param features                 what beyond copying is allowed, never sync
 * @param streams                  most parallel data connections, 1 to 16
 * @param compressFrom             smallest file that is compressed, in bytes; negative is none
 * @param bytesPerSecond           most bytes received a second; 0 is unlimited
 * @param linkLifeMinutes          5 to 60: the key of a link may get younger, never older
 * @param unverifiedBytesPerSecond the same for a device that must be confirmed again; 0 is unlimited
 */
record VerifiedSettings(Set<Feature> features, int streams, long compressFrom, long bytesPerSecond, int linkLifeMinutes, long unverifiedBytesPerSecond) {
    static final long COMPRESS_FROM = 50L * 1024 * 1024;
    static final int STREAMS = 4;
    static final int LINK_LIFE_MINUTES = 60;
    static final long UNVERIFIED_BYTES_PER_SECOND = 10L * 1024 * 1024;

    static final VerifiedSettings DEFAULT = new VerifiedSettings(Set.of(), STREAMS, COMPRESS_FROM, 0, LINK_LIFE_MINUTES, UNVERIFIED_BYTES_PER_SECOND);

    VerifiedSettings {
        features = Set.copyOf(features);
    }
}
