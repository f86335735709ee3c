package dev.ferry.security.ephemeral.internal;

import dev.ferry.model.SessionTerms.Metadata;

/**
 * What the owner may choose. Checked by {@link EphemeralProfile#of}.
 *
 * @param promises        what must stay as it is
 * @param bytesPerSecond  most bytes received a second from a stranger found by discovery; 0 is unlimited
 * @param codeBytesPerSecond the same for one who was given a code or ticket
 * @param maxFileBytes    largest single file; 0 is unlimited
 * @param timeoutMinutes  longest life of one transfer, 1 to 1,440
 * @param streams         most parallel data connections, 1 to 4
 * @param chunkBytes      a power of two, 64 KiB to 4 MiB
 * @param codeMetadata    what one who was given a code or ticket learns about files: minimal or times
 */
record EphemeralSettings(Promises promises, long bytesPerSecond, long codeBytesPerSecond, long maxFileBytes, int timeoutMinutes, int streams, int chunkBytes,
                         Metadata codeMetadata) {
    static final long BYTES_PER_SECOND = 10L * 1024 * 1024;
    static final long MAX_FILE_BYTES = 5L * 1024 * 1024 * 1024;
    static final int TIMEOUT_MINUTES = 60;
    static final int STREAMS = 1;
    static final int CHUNK_BYTES = 1024 * 1024;

    static final EphemeralSettings DEFAULT = new EphemeralSettings(Promises.KEPT, BYTES_PER_SECOND, 0, MAX_FILE_BYTES, TIMEOUT_MINUTES, STREAMS, CHUNK_BYTES,
            Metadata.TIMES);

    /**
     * What a stranger's drop promises. They can be written into the configuration, so that a person who tries to change one is told the rule.
     *
     * @param requireExplicitConsent a person is asked
     * @param perfectForwardSecrecy  keys of one transfer open no other
     * @param autoDeleteKeys         keys are destroyed with the transfer
     * @param history                the transfer is remembered
     * @param resumable              an interrupted transfer continues without being agreed at its consent
     */
    record Promises(boolean requireExplicitConsent, boolean perfectForwardSecrecy, boolean autoDeleteKeys, boolean history, boolean resumable) {
        static final Promises KEPT = new Promises(true, true, true, false, false);
    }
}
