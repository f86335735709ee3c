package dev.ferry.discovery.dht.internal.mainline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DHT of our own on the loopback interface: nodes that keep to the rules, and others. One thread serves all. */
public final class LocalNet implements AutoCloseable {
    final Random random = new Random(7);
    private final String host;
    private final Selector selector;
    private final List<LocalNode> nodes = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::serve, "tck-local-net");

    public LocalNet(int honest) {
        this(honest, "127.0.0.1");
    }

    /** @param host a literal address of the loopback interface */
    LocalNet(int honest, String host) {
        this.host = host;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < honest; i++) {
            add(LocalNode.Vice.NONE);
        }
        thread.setDaemon(true);
        thread.start();
    }

    public LocalNode add(LocalNode.Vice vice) {
        try {
            DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(host, 0));
            channel.configureBlocking(false);
            LocalNode node = new LocalNode(this, channel, NodeId.random(random), vice);
            selector.wakeup();
            channel.register(selector, SelectionKey.OP_READ, node);
            nodes.add(node);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<LocalNode> nodes() {
        return List.copyOf(nodes);
    }

    public List<Bootstrap> bootstrap() {
        return nodes.stream().filter(node -> node.vice == LocalNode.Vice.NONE).limit(3).map(node -> new Bootstrap(host, node.contact().address().getPort())).toList();
    }

    /** The nodes that a node names: it knows its neighbours, and of the others every second. */
    List<Contact> nearest(LocalNode asked, NodeId target, int most) {
        return nodes.stream().filter(node -> node != asked).filter(node -> (node.contact().address().getPort() + asked.contact().address().getPort()) % 2 == 0
                        || closest(target).contains(node)).map(LocalNode::contact)
                .sorted(Comparator.comparing(Contact::id, target.byDistance())).limit(most).toList();
    }

    /** The eight that should keep an item of this target. */
    public List<LocalNode> closest(NodeId target) {
        return nodes.stream().sorted(Comparator.comparing(node -> node.contact().id(), target.byDistance())).limit(Lookup.NEAREST).toList();
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        try {
            while (selector.isOpen()) {
                selector.select(50);
                for (SelectionKey key : new ArrayList<>(selector.selectedKeys())) {
                    selector.selectedKeys().remove(key);
                    buffer.clear();
                    InetSocketAddress sender = (InetSocketAddress) ((DatagramChannel) key.channel()).receive(buffer);
                    if (sender != null) {
                        ((LocalNode) key.attachment()).received(sender, Arrays.copyOf(buffer.array(), buffer.position()));
                    }
                }
            }
        } catch (ClosedSelectorException | IOException e) {
            // The test is over.
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            thread.join(2000);
            for (LocalNode node : nodes) {
                node.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
