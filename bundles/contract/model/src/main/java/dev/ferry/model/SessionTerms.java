package dev.ferry.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one relationship is promised and allowed on one session. A security profile gives the terms; options of a share may tighten them and
 * never loosen them.
 *
 * @param profile         name of the profile, for the record on the handle: {@code trusted}, {@code verified}, {@code unverified}, {@code ephemeral}
 * @param consent         whether a person is asked
 * @param keys            whose keys authenticate and how long a link lives
 * @param resumable       whether an interrupted transfer may continue
 * @param chunking        sizes of what is verified at once
 * @param streams         most parallel data connections, 1 to 16
 * @param compressFrom    files of this many bytes and more may be compressed, smaller ones never; empty is none at all
 * @param bytesPerSecond  most bytes received a second; empty is unlimited
 * @param maxFileBytes    largest single file; empty is unlimited
 * @param timeout         longest life of one transfer; empty is unlimited
 * @param metadata        what the other side may learn about files
 * @param history         whether the transfer may be remembered after it ends
 * @param features        what beyond copying is allowed
 */
public record SessionTerms(String profile, Consent consent, Keys keys, boolean resumable, Chunking chunking, int streams, OptionalLong compressFrom,
                           OptionalLong bytesPerSecond, OptionalLong maxFileBytes, Optional<Duration> timeout, Metadata metadata,
                           boolean history, Set<Feature> features) {

    /** Whether a person at the receiving device is asked. */
    public enum Consent {
        /** Accepted into the device's own inbox folder, with a notice. */
        AUTOMATIC,
        /** A person must accept each offer. */
        ASK
    }

    /** What beyond plain copies a relationship may do. */
    public enum Feature { MOVE, REFERENCE, SYNC }

    /** What the other side may learn about files, least first. */
    public enum Metadata {
        /** Relative names and contents: no times, modes, absolute paths or user names. */
        MINIMAL,
        /** And modification times. */
        TIMES,
        /** And permission bits and extended attributes, as far as the receiver's rules let them. */
        FULL
    }

    /**
     * Whose keys, and for how long.
     *
     * @param throwaway  keys are made for this one transfer and destroyed after it, whatever its end
     * @param linkLife   after this long a link is replaced by a new handshake
     * @param linkBytes  or after this many bytes
     */
    public record Keys(boolean throwaway, Duration linkLife, long linkBytes) {
        public Keys {
            Objects.requireNonNull(linkLife, "linkLife");
        }
    }

    /**
     * Sizes of verified chunks in bytes, powers of two from 64 KiB.
     *
     * @param adaptive whether the size follows file size, rate and round trip between the bounds; otherwise it is {@code largest}
     * @param smallest lower bound
     * @param largest  upper bound
     */
    public record Chunking(boolean adaptive, int smallest, int largest) {
        public Chunking {
            if (smallest < 64 * 1024 || largest < smallest || Integer.bitCount(smallest) != 1 || Integer.bitCount(largest) != 1) {
                throw new IllegalArgumentException("Chunk sizes are powers of two from 64 KiB, smallest first");
            }
        }
    }

    public SessionTerms {
        Objects.requireNonNull(consent, "consent");
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(chunking, "chunking");
        Objects.requireNonNull(metadata, "metadata");
        features = Set.copyOf(features);
        if (streams < 1 || streams > 16) {
            throw new IllegalArgumentException("Streams are 1 to 16, not " + streams);
        }
    }
}
