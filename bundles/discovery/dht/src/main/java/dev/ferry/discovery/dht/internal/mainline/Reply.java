package dev.ferry.discovery.dht.internal.mainline;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a node answered, of right form and nothing more.
 *
 * @param from   the id that it says it has
 * @param nodes  others that it names and may name
 * @param ours   the address at which it saw us (BEP 42)
 * @param values the dictionary itself
 */
record Reply(NodeId from, List<Contact> nodes, Optional<byte[]> token, Optional<InetAddress> ours, Bencode.Table values) {
    /** A bucket has eight; a node that names more wants to be asked about often. */
    private static final int MOST_NODES = 8;
    private static final int LONGEST_TOKEN = 64;

    static Optional<Reply> of(Bencode.Table message, InetSocketAddress sender) {
        Optional<Bencode.Table> values = message.table("r");
        Optional<NodeId> from = values.flatMap(r -> r.bytes("id", NodeId.LENGTH)).map(NodeId::of);
        if (from.isEmpty()) {
            return Optional.empty();
        }
        List<Contact> nodes = Stream.concat(nodes(values.get(), "nodes", 4), nodes(values.get(), "nodes6", 16))
                .filter(contact -> Addresses.mayName(sender.getAddress(), contact.address())).toList();
        Optional<byte[]> token = values.get().bytes("token").filter(bytes -> bytes.length <= LONGEST_TOKEN);
        return Optional.of(new Reply(from.get(), nodes, token, message.bytes("ip").flatMap(Contact::endpoint).map(InetSocketAddress::getAddress), values.get()));
    }

    private static Stream<Contact> nodes(Bencode.Table values, String key, int ipLength) {
        return values.bytes(key).stream().flatMap(compact -> Contact.parse(compact, ipLength, MOST_NODES).stream());
    }
}
