package @name@;

import dev.ferry.model.LinkFacts;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.security.cert.CertificateEncodingException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** TLS 1.3 over any medium that carries bytes both ways and blocks. One thread reads and one writes, both at once. */
final class Tls {
    private static final int RECORDS_A_WRITE = 8;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteChannel medium;
    private final SSLEngine engine;
    private final ReentrantLock writing = new ReentrantLock();
    /** Encrypted, filled from 0 to its position. */
    private final ByteBuffer received;
    /** Decrypted and not read yet, from its position to its limit. */
    private final ByteBuffer opened;
    /** Encrypted, on its way out. */
    private final ByteBuffer sealed;
    private volatile boolean peerEnded;
    private IOException broken;

    private Tls(ByteChannel medium, SSLEngine engine) {
        this.medium = medium;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        received = ByteBuffer.allocateDirect(RECORDS_A_WRITE * packet);
        opened = ByteBuffer.allocateDirect(engine.getSession().getApplicationBufferSize()).limit(0);
        sealed = ByteBuffer.allocateDirect(RECORDS_A_WRITE * packet);
    }

    /** Blocks until the handshake is done. */
    static Tls dialling(ByteChannel medium, LinkCredentials credentials) throws IOException {
        return handshake(medium, Throwaway.engine(credentials, true));
    }

    /** Blocks until the handshake is done. */
    static Tls accepting(ByteChannel medium, LinkCredentials credentials) throws IOException {
        return handshake(medium, Throwaway.engine(credentials, false));
    }

    private static Tls handshake(ByteChannel medium, SSLEngine engine) throws IOException {
        Tls tls = new Tls(medium, engine);
        engine.beginHandshake();
        try {
            tls.handshake();
        } catch (SSLException e) {
            tls.sayWhy();
            throw e;
        }
        if (!Throwaway.PROTOCOL.equals(engine.getApplicationProtocol())) {
            throw new SSLException("The other side does not speak " + Throwaway.PROTOCOL);
        }
        return tls;
    }

    private void handshake() throws IOException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
                return;
            } else if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                engine.wrap(NOTHING, sealed.clear());
                flush();
            } else if (unwrap() == Status.CLOSED) {
                throw new EOFException("The other side ended the handshake");
            }
        }
    }

    /** The alert that tells the other side. It may have gone. */
    private void sayWhy() {
        try {
            engine.wrap(NOTHING, sealed.clear());
            flush();
        } catch (IOException e) {
            // Then it needs no telling.
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** One record, or more of the medium's bytes where there is no whole one. */
    private Status unwrap() throws IOException {
        opened.clear();
        received.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, opened);
        } finally {
            received.compact();
            opened.flip();
        }
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            runTasks();
        }
        if (result.getStatus() == Status.BUFFER_UNDERFLOW && medium.read(received) < 0) {
            throw new EOFException("The connection was cut");
        }
        return result.getStatus();
    }

    /** @return −1 once the other side has said that it ends; a connection that ends otherwise was cut, and that is an exception, now and ever after */
    int read(ByteBuffer target) throws IOException {
        if (broken != null) {
            throw new IOException("The connection broke", broken);
        }
        try {
            while (!opened.hasRemaining() && !peerEnded) {
                peerEnded = unwrap() == Status.CLOSED;
            }
        } catch (IOException e) {
            broken = e;
            @Class@Transport.close(medium);
            throw e;
        }
        if (!opened.hasRemaining()) {
            return -1;
        }
        int count = Math.min(opened.remaining(), target.remaining());
        target.put(opened.slice().limit(count));
        opened.position(opened.position() + count);
        return count;
    }

    /** All of it as one unit. */
    void write(ByteBuffer... sources) throws IOException {
        writing.lock();
        try {
            int from = 0;
            while (from < sources.length) {
                sealed.clear();
                while (from < sources.length && sealed.remaining() >= engine.getSession().getPacketBufferSize()) {
                    if (!sources[from].hasRemaining()) {
                        from++;
                    } else if (engine.wrap(sources, from, sources.length - from, sealed).getStatus() != Status.OK) {
                        throw new IOException("The link was closed");
                    }
                }
                flush();
            }
        } finally {
            writing.unlock();
        }
    }

    private void flush() throws IOException {
        sealed.flip();
        while (sealed.hasRemaining()) {
            if (peerEnded) {
                throw new IOException("The other side has closed the link");
            }
            medium.write(sealed);
        }
    }

    /** Says that nothing more comes. @return false where somebody is in the middle of a write, and it could not be said */
    boolean end() throws IOException {
        if (!writing.tryLock()) {
            return false;
        }
        try {
            engine.closeOutbound();
            sealed.clear();
            // The answer to a change of keys may be due before it.
            for (int i = 0; i < 2 && !engine.isOutboundDone(); i++) {
                engine.wrap(NOTHING, sealed);
            }
            sealed.flip();
            while (sealed.hasRemaining()) {
                medium.write(sealed);
            }
            return true;
        } finally {
            writing.unlock();
        }
    }

    /** What was negotiated. */
    LinkFacts facts(Route route, LinkCredentials credentials) throws IOException {
        try {
            return new LinkFacts(engine.getUseClientMode(), credentials.certificate().getEncoded(), engine.getSession().getPeerCertificates()[0].getEncoded(), route,
                    engine.getSession().getProtocol(), engine.getSession().getCipherSuite(), "unknown", "JDK");
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
    }
}
