package dev.ferry.discovery.mdns.internal;

import dev.ferry.discovery.mdns.internal.LinkProbe.Entry;
import dev.ferry.tck.fuzz.Fuzz;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.util.List;
import javax.jmdns.impl.DNSIncoming;
import javax.jmdns.impl.DNSRecord;
import org.junit.jupiter.api.Test;

class PacketFuzzTest {
    private static final String NAME = "alpha4zx8q2m." + PacedDns.TYPE;

    private static byte[] announcement() {
        List<Entry> questions = List.of(LinkProbe.question(PacedDns.TYPE, LinkProbe.PTR));
        return LinkProbe.message(LinkProbe.RESPONSE, questions, List.of(LinkProbe.record(PacedDns.TYPE, LinkProbe.PTR, 120, LinkProbe.encoded(NAME)),
                LinkProbe.record(NAME, LinkProbe.SRV, 120, LinkProbe.srv(47900, "x.local")), LinkProbe.record(NAME, LinkProbe.TXT, 120, TxtRecord.encode(new byte[100])),
                LinkProbe.record("x.local", LinkProbe.A, 120, new byte[4]), LinkProbe.record("x.local", LinkProbe.AAAA, 120, new byte[16])), List.of(LinkProbe.payloadSize(1440)));
    }

    /** What passes the check goes to JmDNS, which throws nothing but what its listener takes. */
    @Test
    void packets() throws IOException {
        InetAddress from = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        Fuzz.of("packets").like(announcement()).promising(IOException.class).run(input -> {
            if (MessageCheck.concerns(input, input.length, host -> true)) {
                DatagramPacket packet = new DatagramPacket(input, input.length, from, 5353);
                for (DNSRecord record : new DNSIncoming(packet).getAllAnswers()) {
                    TxtRecord.decode(record.getServiceInfo().getTextBytes());
                }
            }
        });
    }

    @Test
    void records() {
        Fuzz.of("txt").like(TxtRecord.encode(new byte[800])).run(input -> TxtRecord.decode(input));
    }
}
