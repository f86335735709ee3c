package dev.ferry.core.identity;

import dev.ferry.core.protocol.crypto.SigningKey;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;

/** Who this device is: one Ed25519 key for life. Callers sign transcripts that bind a link, never bytes that a peer chose. */
public interface DeviceIdentity extends SigningKey {
    DeviceId id();

    /** As shown to paired devices, and to strangers while visible. */
    String name();

    DeviceKind kind();
}
