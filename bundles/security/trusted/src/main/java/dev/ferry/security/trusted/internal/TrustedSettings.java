package dev.ferry.security.trusted.internal;

import dev.ferry.model.SessionTerms.Feature;
import java.util.Set;

/**
 * What the owner may choose. Checked by {@link TrustedProfile#of}.
 *
 * @param autoAccept      offers are accepted without asking
 * @param features        what beyond copying is allowed
 * @param streams         most parallel data connections, 1 to 16
 * @param compressFrom    smallest file that is compressed, in bytes; negative is none
 * @param bytesPerSecond  most bytes received a second; 0 is unlimited
 * @param linkLifeMinutes 5 to 1,440: the key of a link may get younger, never older
 */
record TrustedSettings(boolean autoAccept, Set<Feature> features, int streams, long compressFrom, long bytesPerSecond, int linkLifeMinutes) {
    static final long COMPRESS_FROM = 100L * 1024 * 1024;
    static final int STREAMS = 4;
    static final int LINK_LIFE_MINUTES = 24 * 60;

    static final TrustedSettings DEFAULT = new TrustedSettings(true, Set.of(Feature.values()), STREAMS, COMPRESS_FROM, 0, LINK_LIFE_MINUTES);

    TrustedSettings {
        features = Set.copyOf(features);
    }
}
