package dev.ferry.discovery.dht.internal.mainline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A node of a {@link LocalNet}: find_node, get and put (BEP 5, BEP 44), as its vice has it. */
public final class LocalNode {
    /** What is wrong with a node. */
    public enum Vice {
        NONE,
        /** Never answers. */
        SILENT,
        /** Answers with bytes that mean nothing. */
        BABBLING,
        /** Answers under an id that is not its own. */
        MASKED,
        /** Gives items that nobody signed. */
        FORGING,
        /** Gives the first item that it ever got, whatever came after. */
        STALE,
        /** Names nodes that do not exist, as near to the target as can be. */
        POISONING,
        /** Answers other questions than were asked, a hundred times. */
        MISCOUNTING,
        /** Answers with more than fits. */
        BLOATED,
        /** Gives tokens that it does not take. */
        FORGETFUL,
        /** Takes items and keeps none. */
        DROPPING
    }

    private final LocalNet net;
    private final DatagramChannel channel;
    private final Contact contact;
    final Vice vice;
    private final Map<NodeId, Item> items = new ConcurrentHashMap<>();
    private final AtomicInteger queries = new AtomicInteger();
    private final List<Bencode.Table> heard = new ArrayList<>();

    LocalNode(LocalNet net, DatagramChannel channel, NodeId id, Vice vice) throws IOException {
        this.net = net;
        this.channel = channel;
        this.vice = vice;
        this.contact = new Contact(id, (InetSocketAddress) channel.getLocalAddress());
    }

    public Contact contact() {
        return contact;
    }

    public int queries() {
        return queries.get();
    }

    public Optional<Item> item(NodeId target) {
        return Optional.ofNullable(items.get(target));
    }

    /** What it was asked, oldest first. */
    public synchronized List<Bencode.Table> heard() {
        return List.copyOf(heard);
    }

    void forget(NodeId target) {
        items.remove(target);
    }

    void keep(Item item) {
        items.put(Item.target(item.publicKey()), item);
    }

    void received(InetSocketAddress sender, byte[] packet) throws IOException {
        queries.incrementAndGet();
        Optional<Bencode.Table> message = Bencode.parseTable(packet).filter(m -> m.ascii("y").equals(Optional.of("q")));
        if (message.isEmpty() || vice == Vice.SILENT) {
            return;
        }
        synchronized (this) {
            heard.add(message.get());
        }
        if (vice == Vice.BABBLING) {
            byte[] nonsense = new byte[net.random.nextInt(200)];
            net.random.nextBytes(nonsense);
            send(sender, nonsense);
            return;
        }
        Bencode.Table arguments = message.get().table("a").orElseThrow();
        byte[] number = message.get().bytes("t").orElseThrow();
        switch (message.get().ascii("q").orElseThrow()) {
            case "find_node" -> answer(sender, number, named(arguments));
            case "get" -> answer(sender, number, got(sender, arguments));
            case "put" -> put(sender, number, arguments);
            default -> error(sender, number, 204);
        }
    }

    private Bencode.Table named(Bencode.Table arguments) {
        NodeId target = NodeId.of(arguments.bytes("target").orElseThrow());
        return new Bencode.Table().with("id", (vice == Vice.MASKED ? NodeId.random(net.random) : contact.id()).bytes())
                .with(contact.isIpv4() ? "nodes" : "nodes6", Contact.encode(vice == Vice.POISONING ? invented(target) : net.nearest(this, target, 8)));
    }

    /** Where nobody listens. */
    private List<Contact> invented(NodeId target) {
        List<Contact> invented = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] id = target.bytes();
            id[NodeId.LENGTH - 1] ^= (byte) net.random.nextInt(256);
            invented.add(new Contact(NodeId.of(id), new InetSocketAddress(InetAddress.getLoopbackAddress(), 1 + net.random.nextInt(1000))));
        }
        return invented;
    }

    private Bencode.Table got(InetSocketAddress sender, Bencode.Table arguments) {
        Bencode.Table answer = named(arguments).with("token", token(sender, vice == Vice.FORGETFUL ? 1 : 0));
        Item item = items.get(NodeId.of(arguments.bytes("target").orElseThrow()));
        if (item == null) {
            return answer;
        }
        if (vice == Vice.FORGING) {
            byte[] other = item.value().clone();
            other[other.length - 1] ^= 1;
            return answer.with("k", item.publicKey()).with("seq", item.seq() + 1).with("sig", item.signature()).with("v", other);
        }
        return answer.with("k", item.publicKey()).with("seq", item.seq()).with("sig", item.signature()).with("v", item.value());
    }

    private static byte[] token(InetSocketAddress sender, int salt) {
        return ByteBuffer.allocate(8).putInt(sender.getPort()).putInt(salt).array();
    }

    private void put(InetSocketAddress sender, byte[] number, Bencode.Table arguments) throws IOException {
        Optional<byte[]> value = arguments.bytes("v");
        if (!Arrays.equals(arguments.bytes("token").orElseThrow(), token(sender, 0))) {
            error(sender, number, 203);
            return;
        }
        if (value.isPresent() && value.get().length > Item.MAX_VALUE) {
            error(sender, number, 205);
            return;
        }
        byte[] key = arguments.bytes("k").orElseThrow();
        Optional<Item> item = Item.of(key, arguments);
        if (item.isEmpty()) {
            error(sender, number, 206);
            return;
        }
        Item known = items.get(Item.target(key));
        if (known != null && vice != Vice.STALE) {
            if (arguments.number("cas").filter(cas -> cas != known.seq()).isPresent()) {
                error(sender, number, Storing.MISMATCH);
                return;
            }
            if (known.seq() > item.get().seq()) {
                error(sender, number, Storing.OUTDATED);
                return;
            }
        }
        if (vice != Vice.DROPPING && !(vice == Vice.STALE && known != null)) {
            items.put(Item.target(key), item.get());
        }
        answer(sender, number, new Bencode.Table().with("id", contact.id().bytes()));
    }

    private void answer(InetSocketAddress sender, byte[] number, Bencode.Table values) throws IOException {
        Bencode.Table message = new Bencode.Table().with("r", values).with("t", number).with("y", "r");
        if (vice == Vice.MISCOUNTING) {
            for (int i = 0; i < 100; i++) {
                byte[] other = number.clone();
                other[0] ^= (byte) (i + 1);
                send(sender, message.with("t", other).encode());
            }
        } else if (vice == Vice.BLOATED) {
            send(sender, message.with("v", new byte[3000]).encode());
        } else {
            send(sender, message.encode());
        }
    }

    /** As libtorrent says it: with r beside e. */
    private void error(InetSocketAddress sender, byte[] number, long code) throws IOException {
        send(sender, new Bencode.Table().with("e", new Bencode.Row(List.of(new Bencode.Whole(code), new Bencode.Text("no".getBytes(StandardCharsets.US_ASCII)))))
                .with("r", new Bencode.Table().with("id", contact.id().bytes())).with("t", number).with("y", "e").encode());
    }

    private void send(InetSocketAddress to, byte[] packet) throws IOException {
        channel.send(ByteBuffer.wrap(packet), to);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
