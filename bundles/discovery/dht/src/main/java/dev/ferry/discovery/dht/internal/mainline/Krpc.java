package dev.ferry.discovery.dht.internal.mainline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions and their answers over one UDP socket (BEP 5), as a read-only node (BEP 43): what others ask is not read. A packet is looked at only if its sender was asked something
 * and has not answered; it counts only if it carries the question's number. Everything is bounded by the number of open questions. Any thread.
 */
final class Krpc implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Krpc.class);
    static final int MOST_OPEN = 256;
    /** Twice what a network carries in one piece; what is longer was made to hurt. */
    static final int LONGEST_PACKET = 2048;
    /** A node far away answers in 300 ms; who takes longer is not waited for where others will do. */
    static final long SLOW_MS = 400;
    static final long LOST_MS = 2000;
    /** A node whose packets are wrong so often while it is asked is not listened to. */
    static final int MOST_WRONG = 8;
    private static final int NUMBER_LENGTH = 4;

    private final DatagramChannel channel;
    private final Supplier<NodeId> self;
    private final RandomGenerator random;
    private final LongSupplier nanos;
    private final Runnable waiting;
    private final Map<Integer, Question> open = new HashMap<>();
    private final Map<InetSocketAddress, Integer> asked = new HashMap<>();
    private final Map<InetSocketAddress, Integer> wrong = new HashMap<>();

    /** Who asked. Called on whatever thread brings the answer; returns soon. */
    interface Asker {
        void answered(Reply reply);

        /** The node refused with an error of KRPC, or did not answer in time. */
        void failed(OptionalLong code);

        /** It has not answered yet, and may never. */
        default void slow() { }
    }

    private record Question(InetSocketAddress to, long since, boolean[] slow, Asker asker) { }

    /**
     * @param random  unpredictable, because whoever guesses numbers can answer for others
     * @param waiting told when a question is open and {@link #tick} must be called soon
     */
    Krpc(DatagramChannel channel, Supplier<NodeId> self, RandomGenerator random, LongSupplier nanos, Runnable waiting) {
        this.channel = channel;
        this.self = self;
        this.random = random;
        this.nanos = nanos;
        this.waiting = waiting;
    }

    /**
     * Asks. Nobody is called back before it returns.
     *
     * @return false if the question cannot leave now; then nobody is called back at all
     */
    boolean ask(InetSocketAddress to, String method, Bencode.Table arguments, Asker asker) {
        int number;
        synchronized (this) {
            if (open.size() >= MOST_OPEN) {
                return false;
            }
            do {
                number = random.nextInt();
            } while (open.containsKey(number));
            open.put(number, new Question(to, nanos.getAsLong(), new boolean[1], asker));
            asked.merge(to, 1, Integer::sum);
        }
        byte[] packet = new Bencode.Table().with("a", arguments.with("id", self.get().bytes())).with("q", method).with("ro", 1)
                .with("t", ByteBuffer.allocate(NUMBER_LENGTH).putInt(number).array()).with("y", "q").encode();
        try {
            channel.send(ByteBuffer.wrap(packet), to);
        } catch (IOException | RuntimeException e) {
            LOG.debug("A node cannot be asked", e);
            synchronized (this) {
                take(number);
            }
            return false;
        }
        waiting.run();
        return true;
    }

    private Optional<Question> take(int number) {
        Question question = open.remove(number);
        if (question != null && asked.merge(question.to(), -1, Integer::sum) == 0) {
            asked.remove(question.to());
            wrong.remove(question.to());
        }
        return Optional.ofNullable(question);
    }

    /** Reads until the socket is closed. */
    void listen() {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_PACKET + 1);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress sender = (InetSocketAddress) channel.receive(buffer);
                if (sender != null && buffer.position() <= LONGEST_PACKET) {
                    received(sender, Arrays.copyOf(buffer.array(), buffer.position()));
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("A packet could not be read", e);
            } catch (RuntimeException e) {
                LOG.warn("An answer could not be used", e);
            }
        }
    }

    void received(InetSocketAddress sender, byte[] packet) {
        synchronized (this) {
            if (!asked.containsKey(sender)) {
                return;
            }
        }
        Optional<Bencode.Table> message = Bencode.parseTable(packet);
        // An answer is known by y alone: libtorrent's errors carry r beside e.
        Optional<String> kind = message.flatMap(m -> m.ascii("y"));
        Optional<byte[]> number = message.flatMap(m -> m.bytes("t", NUMBER_LENGTH));
        if (kind.filter("q"::equals).isPresent()) {
            return; // the same node may have questions; a read-only node has no answers
        }
        Optional<Reply> reply = kind.filter("r"::equals).flatMap(r -> Reply.of(message.get(), sender));
        boolean error = kind.filter("e"::equals).isPresent();
        Optional<Question> question = number.isEmpty() || reply.isEmpty() && !error ? Optional.empty() : answer(sender, ByteBuffer.wrap(number.get()).getInt());
        if (question.isEmpty()) {
            wrong(sender).ifPresent(given -> given.asker().failed(OptionalLong.empty()));
        } else if (reply.isPresent()) {
            question.get().asker().answered(reply.get());
        } else {
            question.get().asker().failed(code(message.get()));
        }
    }

    private synchronized Optional<Question> answer(InetSocketAddress sender, int number) {
        Question question = open.get(number);
        return question != null && question.to().equals(sender) ? take(number) : Optional.empty();
    }

    /** @return a question that this sender will not be listened to for any more */
    private synchronized Optional<Question> wrong(InetSocketAddress sender) {
        if (!asked.containsKey(sender) || wrong.merge(sender, 1, Integer::sum) < MOST_WRONG) {
            return Optional.empty();
        }
        return open.entrySet().stream().filter(e -> e.getValue().to().equals(sender)).findFirst().map(Map.Entry::getKey).flatMap(this::take);
    }

    private static OptionalLong code(Bencode.Table message) {
        return message.row("e").filter(row -> !row.values().isEmpty() && row.values().get(0) instanceof Bencode.Whole)
                .map(row -> OptionalLong.of(((Bencode.Whole) row.values().get(0)).number())).orElse(OptionalLong.empty());
    }

    /** Gives up what waits for too long. @return whether anything still waits */
    boolean tick() {
        List<Runnable> calls = new ArrayList<>();
        synchronized (this) {
            long now = nanos.getAsLong();
            for (Map.Entry<Integer, Question> each : List.copyOf(open.entrySet())) {
                Question question = each.getValue();
                long waited = TimeUnit.NANOSECONDS.toMillis(now - question.since());
                if (waited >= LOST_MS) {
                    take(each.getKey());
                    calls.add(() -> question.asker().failed(OptionalLong.empty()));
                } else if (waited >= SLOW_MS && !question.slow()[0]) {
                    question.slow()[0] = true;
                    calls.add(question.asker()::slow);
                }
            }
        }
        calls.forEach(Runnable::run);
        synchronized (this) {
            return !open.isEmpty();
        }
    }

    synchronized int waiting() {
        return open.size();
    }

    /** Everybody who waits is told that nothing comes. */
    @Override
    public void close() {
        List<Question> left;
        synchronized (this) {
            left = List.copyOf(open.values());
            open.clear();
            asked.clear();
            wrong.clear();
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("The socket did not close", e);
        }
        left.forEach(question -> question.asker().failed(OptionalLong.empty()));
    }
}
