package dev.ferry.model;

import java.util.Objects;

/**
 * What was negotiated on a link.
 *
 * @param initiator        true on the side that dialled: the TLS client
 * @param localCertificate DER of the throwaway certificate shown by this side
 * @param peerCertificate  DER of the throwaway certificate shown by the other side, possession proved
 * @param route            the way to the other side; on the accepting side its address as seen from here
 * @param protocol         for example {@code TLSv1.3}
 * @param cipher           for example {@code TLS_AES_128_GCM_SHA256}
 * @param group            the key agreement group, {@code unknown} where the provider cannot say
 * @param provider         which implementation encrypts, for example {@code BoringSSL} or {@code JDK}
 */
public record LinkFacts(boolean initiator, byte[] localCertificate, byte[] peerCertificate, Route route, String protocol, String cipher,
                        String group, String provider) {
    public LinkFacts {
        localCertificate = localCertificate.clone();
        peerCertificate = peerCertificate.clone();
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(protocol, "protocol");
    }

    @Override
    public byte[] localCertificate() {
        return localCertificate.clone();
    }

    @Override
    public byte[] peerCertificate() {
        return peerCertificate.clone();
    }

    @Override
    public String toString() {
        return route + ", " + protocol + " " + cipher + " " + group + " (" + provider + ")";
    }
}
