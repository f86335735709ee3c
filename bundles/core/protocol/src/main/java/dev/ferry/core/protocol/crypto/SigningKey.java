package dev.ferry.core.protocol.crypto;

/** An Ed25519 identity that can sign, wherever its private half is kept. */
public interface SigningKey {
    /** The public key, {@link Ed25519#KEY_LENGTH} bytes, a copy. */
    byte[] publicKey();

    /** Signature of {@link Ed25519#SIGNATURE_LENGTH} bytes. */
    byte[] sign(byte[] message);

    /** See {@link Ed25519#deviceId}. */
    default byte[] deviceId() {
        return Ed25519.deviceId(publicKey());
    }
}
