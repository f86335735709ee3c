package dev.ferry.spi.transport;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;

/**
 * A throwaway P-256 key and its self-signed certificate. P-256 because it is the one kind that every TLS provider accepts.
 *
 * @param key         never written anywhere
 * @param certificate shown to the other side; holds nothing about this device
 */
public record LinkCredentials(PrivateKey key, X509Certificate certificate) {
    public LinkCredentials {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(certificate, "certificate");
    }

    @Override
    public String toString() {
        return "LinkCredentials";
    }
}
