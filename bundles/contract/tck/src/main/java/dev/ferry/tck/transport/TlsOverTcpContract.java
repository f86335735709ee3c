package dev.ferry.tck.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Problem;
import dev.ferry.spi.transport.ListenRequest.Limits;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transport that is TLS over TCP keeps besides: rules T25 to T37, each against a peer that speaks TLS its own way. */
public abstract class TlsOverTcpContract extends TransportContract {
    private static final String FERRY = "ferry/1";
    private static final String TLS13 = "TLSv1.3";

    /** A transport against itself. */
    protected TlsOverTcpContract(String id, Supplier<? extends Transport> transport) {
        super(id, transport);
    }

    /** Two of one wire protocol against each other. */
    protected TlsOverTcpContract(String id, Supplier<? extends Transport> dialling, Supplier<? extends Transport> accepting) {
        super(id, dialling, accepting);
    }

    @Test
    @DisplayName("T25 nothing below TLS 1.3, on either side")
    void t25_nothing_below_tls13() throws Exception {
        Listener listener = listen();
        RawTls stranger = RawTls.withCertificate();
        try (SSLSocket client = stranger.client(localAddress(), listener.port(), "TLSv1.2", FERRY)) {
            assertThatThrownBy(client::startHandshake).isInstanceOf(IOException.class);
        }
        try (SSLServerSocket server = stranger.server(localAddress(), "TLSv1.2", FERRY)) {
            answer(server);
            refusesToSpeakWith(server.getLocalPort());
        }
        assertThat(tray.staysEmptyFor(300)).isTrue();
    }

    @Test
    @DisplayName("T26 no link without ALPN ferry/1, on either side")
    void t26_no_other_protocol() throws Exception {
        Listener listener = listen();
        RawTls stranger = RawTls.withCertificate();
        for (String[] protocols : new String[][] {{}, {"h2"}, {"ferry/2", "ferry"}}) {
            try (SSLSocket client = stranger.client(localAddress(), listener.port(), TLS13, protocols)) {
                assertThatThrownBy(() -> talk(client)).as("%s", (Object) protocols).isInstanceOf(IOException.class);
            }
        }
        try (SSLServerSocket server = stranger.server(localAddress(), TLS13)) {
            answer(server);
            refusesToSpeakWith(server.getLocalPort());
        }
        assertThat(tray.staysEmptyFor(300)).isTrue();
    }

    @Test
    @DisplayName("T27 no link for a client that shows no certificate")
    void t27_no_anonymous_client() throws Exception {
        Listener listener = listen();
        try (SSLSocket client = RawTls.withoutCertificate().client(localAddress(), listener.port(), TLS13, FERRY)) {
            assertThatThrownBy(() -> talk(client)).isInstanceOf(IOException.class);
        }
        assertThat(tray.staysEmptyFor(300)).isTrue();
    }

    /** A resumed session would let in whoever once was let in, with no certificate looked at. */
    @Test
    @DisplayName("T28 the accepting side resumes nothing")
    void t28_no_resumption_when_accepting() throws Exception {
        Listener listener = listen();
        RawTls stranger = RawTls.withCertificate();
        for (int i = 1; i <= 3; i++) {
            try (SSLSocket client = stranger.client(localAddress(), listener.port(), TLS13, FERRY)) {
                client.startHandshake();
                Link link = tray.next();
                link.channel().write(ByteBuffer.wrap(new byte[] {42}));
                assertThat(client.getInputStream().read()).isEqualTo(42);
                client.getOutputStream().write(43);
                assertThat(read(link, 1)).containsExactly(43);
                assertThat(stranger.timesAsked()).isEqualTo(i);
                link.close();
            }
        }
    }

    @Test
    @DisplayName("T29 the dialling side resumes nothing, though a ticket was offered")
    void t29_no_resumption_when_dialling() throws Exception {
        RawTls stranger = RawTls.withCertificate();
        try (SSLServerSocket server = stranger.server(localAddress(), TLS13, FERRY)) {
            for (int i = 1; i <= 3; i++) {
                Future<Socket> answer = answer(server);
                try (Link link = dialling.connect(route(server.getLocalPort()), ThrowawayCredentials.fresh(), PATIENCE); Socket served = answer.get(10, SECONDS)) {
                    assertThat(read(link, 1)).containsExactly(42);
                    assertThat(served.isConnected()).isTrue();
                }
                assertThat(stranger.timesAsked()).isEqualTo(i);
            }
        }
    }

    /** Some providers send tickets right after the handshake, others with the first bytes that are written. */
    @Test
    @DisplayName("T30 the accepting side sends nothing that nobody wrote: no ticket")
    void t30_no_ticket() throws Exception {
        Listener listener = listen();
        Socket plain = closing(new Socket(InetAddress.getByName(localAddress()), listener.port()));
        try (SSLSocket client = RawTls.withCertificate().over(plain, FERRY)) {
            client.startHandshake();
            Link link = tray.next();
            assertThat(arriving(plain)).as("bytes after the handshake").isZero();
            link.channel().write(ByteBuffer.wrap(new byte[] {42}));
            assertThat(arriving(plain)).as("bytes of a record with one byte").isBetween(6L, 100L);
        }
    }

    /** How many bytes come until nothing more does. */
    private static long arriving(Socket socket) throws IOException {
        socket.setSoTimeout(400);
        long count = 0;
        try {
            while (socket.getInputStream().read() >= 0) {
                count++;
            }
        } catch (SocketTimeoutException quiet) {
            // That is all.
        }
        return count;
    }

    @Test
    @DisplayName("T31 the dialling side says in the clear no name, no ticket, no earlier session, no version but TLS 1.3")
    void t31_a_client_hello_that_tells_nothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName(localAddress()))) {
            Future<ClientHello> heard = meanwhile(() -> {
                try (Socket socket = server.accept()) {
                    return ClientHello.read(socket.getInputStream());
                }
            });
            assertThatThrownBy(() -> dialling.connect(route(server.getLocalPort()), ThrowawayCredentials.fresh(), PATIENCE))
                    .isInstanceOf(FerryException.class);
            ClientHello hello = heard.get(10, SECONDS);
            assertThat(hello.extensions()).doesNotContainKeys(ClientHello.SERVER_NAME, ClientHello.SESSION_TICKET, ClientHello.PRE_SHARED_KEY,
                    ClientHello.EARLY_DATA);
            assertThat(hello.extensions().get(ClientHello.SUPPORTED_VERSIONS)).containsExactly(2, 3, 4);
            assertThat(new String(hello.extensions().get(ClientHello.ALPN), StandardCharsets.ISO_8859_1)).isEqualTo("\0\10\7" + FERRY);
        }
    }

    @Test
    @DisplayName("T32 so many unfinished handshakes at once and no more; their places are free again after the deadline")
    void t32_handshakes_in_flight() throws Exception {
        Listener listener = listen(0, new Limits(4, 10_000, 2), ThrowawayCredentials::fresh);
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            silent.add(closing(new Socket(InetAddress.getByName(localAddress()), listener.port())));
        }
        assertThatThrownBy(() -> dial(listener)).isInstanceOfSatisfying(FerryException.class,
                full -> assertThat(full.problem().retryable()).as("%s", full.problem()).isTrue());
        for (Socket socket : silent) {
            assertThat(isEnded(socket)).as("ended by the deadline").isTrue();
        }
        assertThatCode(() -> dial(listener)).doesNotThrowAnyException();
        tray.next();
    }

    @Test
    @DisplayName("T33 the deadline of a handshake is for all of it: bytes that drip in do not extend it, and a link outlives it")
    void t33_the_deadline_is_total() throws Exception {
        Listener listener = listen(0, new Limits(256, 10_000, 2), ThrowawayCredentials::fresh);
        Link link = dial(listener);
        Link accepted = tray.next();
        Socket dripping = closing(new Socket(InetAddress.getByName(localAddress()), listener.port()));
        Future<Double> lasted = meanwhile(() -> drip(dripping));
        assertThat(lasted.get(20, SECONDS)).isBetween(1.0, 5.0);
        link.channel().write(ByteBuffer.wrap(new byte[] {5}));
        assertThat(read(accepted, 1)).containsExactly(5);
    }

    /** An attacker on the way can end a TCP connection, and must not be able to pass off a part as the whole. */
    @Test
    @DisplayName("T34 a connection that is cut is an error on both sides, never an orderly end")
    void t34_a_cut_is_no_end() throws Exception {
        MeddlingProxy proxy = closing(new MeddlingProxy(localAddress(), listen().port(), threads));
        Link dialled = closing(dialling.connect(route(proxy.port()), ThrowawayCredentials.fresh(), PATIENCE));
        Link accepted = tray.next();
        dialled.channel().write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(read(accepted, 3)).containsExactly(1, 2, 3);
        proxy.cut();
        for (Link link : List.of(dialled, accepted)) {
            assertThatThrownBy(() -> drain(link)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> drain(link)).as("again").isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("T35 one changed bit on the way is an error, and nothing of the record is read")
    void t35_a_changed_bit_is_an_error() throws Exception {
        MeddlingProxy proxy = closing(new MeddlingProxy(localAddress(), listen().port(), threads));
        Link dialled = closing(dialling.connect(route(proxy.port()), ThrowawayCredentials.fresh(), PATIENCE));
        Link accepted = tray.next();
        dialled.channel().write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(read(accepted, 3)).containsExactly(1, 2, 3);
        proxy.plan(List.of(new MeddlingProxy.Attack(Meddling.FLIP, true, 0)));
        dialled.channel().write(ByteBuffer.wrap(new byte[] {4, 5, 6}));
        ByteBuffer target = ByteBuffer.allocate(100);
        assertThatThrownBy(() -> accepted.channel().read(target)).isInstanceOf(IOException.class);
        assertThat(target.position()).isZero();
        assertThatThrownBy(() -> accepted.channel().read(target)).as("it stays broken").isInstanceOf(IOException.class);
        assertThatThrownBy(() -> drain(dialled)).as("the other side learns of it").isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("T36 a link's age counts from the connection: a slow handshake takes of the time that a stranger has")
    void t36_a_slow_handshake_counts() throws Exception {
        CountDownLatch admitted = new CountDownLatch(1);
        Listener listener = listen(0, WIDE, () -> {
            admitted.countDown();
            return ThrowawayCredentials.fresh();
        });
        long start = System.nanoTime();
        try (SSLSocket slow = RawTls.withCertificate().client(localAddress(), listener.port(), TLS13, FERRY)) {
            assertThat(admitted.await(10, SECONDS)).isTrue();
            dial(listener);
            tray.next();
            Duration others = Duration.ofNanos(-System.nanoTime());
            for (int i = 0; i < 5; i++) {
                dial(listener);
                tray.next();
            }
            others = others.plusNanos(System.nanoTime());
            slow.startHandshake();
            Link late = closing(tray.next());
            assertThat(late.age()).isBetween(others, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** What arrived before, arrived; a record that is not the next one of this very link is never read, nor is what comes after it. */
    @ParameterizedTest
    @EnumSource(value = Meddling.class, mode = EnumSource.Mode.EXCLUDE, names = "FLIP")
    @DisplayName("T37 a record that is left out, doubled, made up, late, of another link or cut short is an error, and nothing of it or after it is read")
    void t37_no_record_but_the_next(Meddling meddling) throws Exception {
        MeddlingProxy proxy = closing(new MeddlingProxy(localAddress(), listen().port(), threads));
        Link other = closing(dialling.connect(route(proxy.port()), ThrowawayCredentials.fresh(), PATIENCE));
        other.channel().write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(read(tray.next(), 3)).containsExactly(1, 2, 3);
        Link dialled = closing(dialling.connect(route(proxy.port()), ThrowawayCredentials.fresh(), PATIENCE));
        Link accepted = tray.next();
        dialled.channel().write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(read(accepted, 3)).containsExactly(1, 2, 3);
        proxy.plan(List.of(new MeddlingProxy.Attack(meddling, true, 0)));
        meanwhile(() -> {
            dialled.channel().write(ByteBuffer.wrap(new byte[] {4, 5, 6}));
            dialled.channel().write(ByteBuffer.wrap(new byte[] {7, 8, 9}));
            return null;
        });
        ByteBuffer target = ByteBuffer.allocate(100);
        assertThatThrownBy(() -> {
            while (accepted.channel().read(target) >= 0) {
                assertThat(target.hasRemaining()).isTrue();
            }
        }).isInstanceOf(IOException.class);
        assertThat(Arrays.copyOf(target.array(), target.position())).isEqualTo(meddling == Meddling.DUPLICATE ? new byte[] {4, 5, 6} : new byte[0]);
        assertThatThrownBy(() -> accepted.channel().read(target)).as("it stays broken").isInstanceOf(IOException.class);
        assertThatThrownBy(() -> drain(dialled)).as("the other side learns of it").isInstanceOf(IOException.class);
        assertThat(proxy.done()).hasSize(1);
    }

    /** The start of a ClientHello record, a byte at a time; returns the seconds until the other side has had enough. */
    private static double drip(Socket socket) throws IOException {
        long start = System.nanoTime();
        byte[] record = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
        socket.setSoTimeout(200);
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 500; i++) {
                out.write(i < record.length ? record[i] : 0);
                try {
                    if (socket.getInputStream().read() < 0) {
                        break;
                    }
                } catch (SocketTimeoutException quiet) {
                    continue;
                }
            }
        } catch (IOException reset) {
            // Ended.
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static boolean isEnded(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** The handshake and an exchange: a TLS 1.3 client learns only by reading whether it was accepted. */
    private static void talk(SSLSocket client) throws IOException {
        client.startHandshake();
        client.getOutputStream().write(1);
        if (client.getInputStream().read() < 0) {
            throw new IOException("The end");
        }
    }

    /** Takes one connection, shakes hands and says 42. */
    private Future<Socket> answer(SSLServerSocket server) {
        return meanwhile(() -> {
            SSLSocket socket = (SSLSocket) server.accept();
            socket.startHandshake();
            socket.getOutputStream().write(42);
            return socket;
        });
    }

    private void refusesToSpeakWith(int port) {
        assertThatThrownBy(() -> dialling.connect(route(port), ThrowawayCredentials.fresh(), PATIENCE)).isInstanceOfSatisfying(FerryException.class,
                failed -> assertThat(failed.problem()).isInstanceOf(Problem.EncryptionError.class));
    }
}
