package dev.ferry.tck.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;

/**
 * Sits between the two sides of connections that are TLS over TCP, passes record after record on, and does harm where told: to one record of a connection, counted among those
 * that are encrypted. It has no keys. Safe for use by several threads.
 */
public final class MeddlingProxy implements AutoCloseable {
    private static final int HEADER = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InetAddress address;
    private final int target;
    private final ServerSocket server;
    private final ExecutorService threads;
    private final Queue<Attack> plan = new ConcurrentLinkedQueue<>();
    private final List<Course> courses = new CopyOnWriteArrayList<>();

    /**
     * One harm, on one connection.
     *
     * @param dialling whether a record of the dialling side is meant
     * @param position so many encrypted records of that side pass before
     */
    public record Attack(Meddling meddling, boolean dialling, int position) { }

    /** @param target the port of the accepting side, at the same address */
    public MeddlingProxy(String address, int target, ExecutorService threads) throws IOException {
        this(address, 0, target, threads);
    }

    /** @param port where it listens; 0 for any */
    public MeddlingProxy(String address, int port, int target, ExecutorService threads) throws IOException {
        this.address = InetAddress.getByName(address);
        this.target = target;
        this.threads = threads;
        server = new ServerSocket(port, 50, this.address);
        threads.submit(this::serve);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Each is done on the first connection, of those that have begun or will, on which none was done before and that gets so far. */
    public void plan(List<Attack> attacks) {
        plan.addAll(attacks);
    }

    /** Attacks that were not done yet. */
    public int planned() {
        return plan.size();
    }

    /** What was done, in the order of the connections. */
    public List<Attack> done() {
        return courses.stream().flatMap(course -> course.done().stream()).toList();
    }

    /** What was done on connections that neither side has ended since. */
    public List<Attack> undetected() {
        return courses.stream().filter(course -> !course.isEnded()).flatMap(course -> course.done().stream()).toList();
    }

    /** Ends all connections as TCP does in an orderly way, of which TLS knows nothing. */
    public void cut() throws IOException {
        for (Course course : courses) {
            course.end();
        }
    }

    private Void serve() throws IOException {
        while (true) {
            Socket dialled = server.accept();
            Socket accepting;
            try {
                accepting = new Socket(address, target);
            } catch (IOException nobodyThere) {
                dialled.close();
                continue;
            }
            Course course = new Course(dialled, accepting);
            courses.add(course);
            threads.submit(() -> course.pass(true));
            threads.submit(() -> course.pass(false));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    /** One connection from side to side. */
    private final class Course {
        private final Socket dialled;
        private final Socket accepting;
        private Optional<Attack> done = Optional.empty();
        private boolean ended;
        private int directions = 2;
        /** The last encrypted record of the dialling side and of the other. */
        private final byte[][] last = new byte[2][];

        Course(Socket dialled, Socket accepting) {
            this.dialled = dialled;
            this.accepting = accepting;
        }

        synchronized Optional<Attack> done() {
            return done;
        }

        synchronized boolean isEnded() {
            return ended;
        }

        void end() throws IOException {
            synchronized (this) {
                ended = true;
            }
            dialled.close();
            accepting.close();
        }

        /** The attack that is due on this record. */
        private synchronized Optional<Attack> due(boolean dialling, int position) {
            synchronized (plan) {
                Attack next = plan.peek();
                if (done.isPresent() || next == null || next.dialling() != dialling || position < next.position()) {
                    return Optional.empty();
                }
                done = Optional.of(plan.remove());
                return done;
            }
        }

        Void pass(boolean dialling) throws IOException {
            Socket to = dialling ? accepting : dialled;
            TlsRecords records = new TlsRecords((dialling ? dialled : accepting).getInputStream());
            boolean orderly = false;
            try {
                orderly = pass(dialling, records, to.getOutputStream());
                to.shutdownOutput();
            } catch (IOException e) {
                orderly = false;
                throw e;
            } finally {
                if (isLast() || !orderly) {
                    end();
                }
            }
            return null;
        }

        /** One direction ended; a side that only waits for the other's last word has ended all the same. */
        private synchronized boolean isLast() {
            ended = true;
            directions--;
            return directions == 0;
        }

        /** True at the end, false where it is cut. */
        private boolean pass(boolean dialling, TlsRecords records, OutputStream out) throws IOException {
            int position = 0;
            for (Optional<byte[]> record = records.next(); record.isPresent(); record = records.next()) {
                boolean counts = TlsRecords.isProtected(record.get());
                Optional<Attack> attack = counts ? due(dialling, position++) : Optional.empty();
                if (attack.isEmpty()) {
                    out.write(record.get());
                } else if (!meddle(attack.get(), record.get(), records, out)) {
                    return false;
                }
                if (counts) {
                    keep(dialling, record.get());
                }
            }
            return true;
        }

        private synchronized void keep(boolean dialling, byte[] record) {
            last[dialling ? 0 : 1] = record;
        }

        private synchronized Optional<byte[]> last(boolean dialling) {
            return Optional.ofNullable(last[dialling ? 0 : 1]);
        }

        /** False: it is over. */
        private boolean meddle(Attack attack, byte[] record, TlsRecords records, OutputStream out) throws IOException {
            switch (attack.meddling()) {
                case FLIP -> {
                    record[HEADER + RANDOM.nextInt(record.length - HEADER)] ^= (byte) (1 << RANDOM.nextInt(8));
                    out.write(record);
                }
                case DROP -> { }
                case DUPLICATE -> {
                    out.write(record);
                    out.write(record);
                }
                case INSERT -> {
                    byte[] made = record.clone();
                    byte[] noise = new byte[made.length - HEADER];
                    RANDOM.nextBytes(noise);
                    System.arraycopy(noise, 0, made, HEADER, noise.length);
                    out.write(made);
                    out.write(record);
                }
                case REORDER -> {
                    Optional<byte[]> next = records.next();
                    if (next.isPresent()) {
                        out.write(next.get());
                    }
                    out.write(record);
                }
                case REPLAY -> {
                    out.write(earlier(this, attack.dialling()));
                    out.write(record);
                }
                case TRUNCATE -> {
                    out.write(Arrays.copyOf(record, record.length / 2));
                    return false;
                }
            }
            return true;
        }
    }

    private byte[] earlier(Course than, boolean dialling) {
        return courses.stream().filter(course -> course != than).flatMap(course -> course.last(dialling).stream()).reduce((first, second) -> second)
                .orElseThrow(() -> new IllegalStateException("There was no other connection to replay from"));
    }
}
