package dev.ferry.core.transfer.internal.engine;

import dev.ferry.model.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One end of a connection in memory: a bounded pipe each way. */
final class MemoryChannel implements Channel {
    private static final int CAPACITY = 1 << 20;

    private final Pipe in;
    private final Pipe out;
    private final AtomicLong moved = new AtomicLong();
    private volatile Consumer<ByteBuffer> tap = bytes -> { };

    private MemoryChannel(Pipe in, Pipe out) {
        this.in = in;
        this.out = out;
    }

    /** Bytes, both ways. */
    long moved() {
        return moved.get();
    }

    record Pair(MemoryChannel left, MemoryChannel right) { }

    static Pair pair() {
        Pipe a = new Pipe();
        Pipe b = new Pipe();
        return new Pair(new MemoryChannel(a, b), new MemoryChannel(b, a));
    }

    /** Both ends: the link of strangers. */
    void inCells() {
        in.inCells = true;
        out.inCells = true;
    }

    boolean isInCells() {
        return in.inCells;
    }

    /** Sees every byte that this end receives, without the cells in which strangers' come, before it does; what it sees when it cuts is not received. */
    void tap(Consumer<ByteBuffer> watcher) {
        tap = isInCells() ? new CellTap(watcher) : watcher;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int from = target.position();
        int read = in.read(target);
        if (read > 0) {
            moved.addAndGet(read);
            tap.accept(target.duplicate().position(from).limit(from + read));
            in.demandWhole();
        }
        return read;
    }

    @Override
    public void write(ByteBuffer... sources) throws IOException {
        for (ByteBuffer source : sources) {
            moved.addAndGet(source.remaining());
            out.write(source);
        }
    }

    /** As a cable that is cut: both ends fail. */
    void cut() {
        in.breakNow();
        out.breakNow();
    }

    /** As a cable to an address that nobody has any more: what is sent either way vanishes, and nothing fails. */
    void swallow() {
        in.swallow();
        out.swallow();
    }

    /** As a machine that stands still: what is sent either way waits, and may come later. */
    void hold(boolean stand) {
        in.hold(stand);
        out.hold(stand);
    }

    @Override
    public void close() {
        in.breakNow();
        out.end();
    }

    private static final class Pipe {
        private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY);
        private volatile boolean inCells;
        private boolean ended;
        private boolean broken;
        private boolean swallowing;
        private boolean held;

        synchronized void write(ByteBuffer source) throws IOException {
            while (source.hasRemaining()) {
                if (broken || ended) {
                    throw new IOException("closed");
                }
                if (swallowing) {
                    source.position(source.limit());
                    return;
                }
                int room = Math.min(bytes.remaining(), source.remaining());
                if (room == 0) {
                    await();
                } else {
                    bytes.put(source.slice(source.position(), room));
                    source.position(source.position() + room);
                    notifyAll();
                }
            }
        }

        synchronized int read(ByteBuffer target) throws IOException {
            while (true) {
                if (broken) {
                    throw new IOException("closed");
                }
                if (bytes.position() > 0 && !held) {
                    bytes.flip();
                    int count = Math.min(bytes.remaining(), target.remaining());
                    target.put(bytes.slice(bytes.position(), count));
                    bytes.position(bytes.position() + count);
                    bytes.compact();
                    notifyAll();
                    return count;
                }
                if (ended) {
                    return -1;
                }
                await();
            }
        }

        private void await() throws IOException {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        synchronized void hold(boolean stand) {
            held = stand;
            notifyAll();
        }

        synchronized void swallow() {
            swallowing = true;
            bytes.clear();
            notifyAll();
        }

        synchronized void demandWhole() throws IOException {
            if (broken) {
                throw new IOException("closed");
            }
        }

        synchronized void end() {
            ended = !swallowing;
            notifyAll();
        }

        synchronized void breakNow() {
            broken = true;
            notifyAll();
        }
    }
}
