package dev.ferry.core.protocol.crypto;

import java.util.Arrays;

/**
 * What ties an authentication to the one link it runs in:
 * {@code B = SHA-256("ferry-bind-v1" ‖ SHA-256(client certificate) ‖ SHA-256(server certificate))}.
 *
 * <p>Both certificates are throwaway and self-signed; TLS has proved that each end holds its private key. Who sits in
 * between has to show each side a certificate of his own, so the two sides compute different values of B, and what one
 * of them signs or authenticates over B is worthless on the other link. This needs no exporter and so works with every
 * TLS provider and with QUIC.
 *
 * <p>"Client" is the side that opened the connection. Immutable.
 */
public final class Binding {
    private static final byte[] DOMAIN = Hkdf.label("ferry-bind-v1");

    private final byte[] clientCertificateHash;
    private final byte[] serverCertificateHash;
    private final byte[] value;

    private Binding(byte[] clientCertificateHash, byte[] serverCertificateHash) {
        this.clientCertificateHash = clientCertificateHash;
        this.serverCertificateHash = serverCertificateHash;
        this.value = Hash.sha256(DOMAIN, clientCertificateHash, serverCertificateHash);
    }

    /**
     * Of the end-entity certificates that TLS has verified possession of, each in DER.
     *
     * @throws IllegalArgumentException if one is empty or both are the same: a link to oneself authenticates nobody
     */
    public static Binding of(byte[] clientCertificate, byte[] serverCertificate) {
        if (clientCertificate.length == 0 || serverCertificate.length == 0) {
            throw new IllegalArgumentException("both ends must present a certificate");
        }
        byte[] client = Hash.sha256(clientCertificate);
        byte[] server = Hash.sha256(serverCertificate);
        if (Arrays.equals(client, server)) {
            throw new IllegalArgumentException("both ends present the same certificate");
        }
        return new Binding(client, server);
    }

    /** B, 32 bytes. */
    public byte[] value() {
        return value.clone();
    }

    /** SHA-256 of the client's certificate: its name in an authentication that comes before identities are known. */
    public byte[] clientCertificateHash() {
        return clientCertificateHash.clone();
    }

    /** SHA-256 of the server's certificate: its name likewise. */
    public byte[] serverCertificateHash() {
        return serverCertificateHash.clone();
    }
}
