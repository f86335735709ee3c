package dev.ferry.transport.tcp.internal;

import dev.ferry.tck.fuzz.Fuzz;
import dev.ferry.tck.transport.ThrowawayCredentials;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class CertificateFuzzTest {
    /** What a stranger shows in the handshake. */
    @Test
    void certificates() throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Fuzz.of("certificates").times(5_000).like(ThrowawayCredentials.fresh().certificate().getEncoded()).promising(CertificateException.class).run(input ->
                AnyThrowaway.check(new X509Certificate[] {(X509Certificate) factory.generateCertificate(new ByteArrayInputStream(input))}));
    }

    @Test
    void addresses() {
        Fuzz fuzz = Fuzz.of("addresses").promising(IllegalArgumentException.class);
        for (String address : new String[] {"192.168.1.20:47900", "[fe80::1%lo]:47900", "[::ffff:1.2.3.4]:1", "127.1:65535"}) {
            fuzz.like(address.getBytes(StandardCharsets.US_ASCII));
        }
        fuzz.run(input -> Addresses.parse(new String(input, StandardCharsets.ISO_8859_1)));
    }
}
