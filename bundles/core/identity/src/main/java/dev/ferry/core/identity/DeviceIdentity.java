package dev.ferry.core.identity;

import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;

/** Who this device is: one Ed25519 key for life. */
public interface DeviceIdentity {
    DeviceId id();

    /** 32 bytes, RFC 8032. */
    byte[] publicKey();

    /** Ed25519 signature, 64 bytes. Callers sign transcripts that bind a link, never bytes that a peer chose. */
    byte[] sign(byte[] message);

    /** As shown to paired devices, and to strangers while visible. */
    String name();

    DeviceKind kind();
}
