package dev.ferry.discovery.dht.internal.mainline;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The id that this node shows: random at each start, and one that follows from its public address (BEP 42) once enough nodes agree which that is. A node serves nobody here, so its id
 * is no place where anything is kept. Any thread.
 */
final class Self {
    /** A few liars must not choose our id. */
    private static final int AGREEING = 6;
    private static final int MOST_ADDRESSES = 16;

    private final RandomGenerator random;
    private final Map<InetAddress, Set<Object>> votes = new HashMap<>();
    private NodeId id;

    Self(RandomGenerator random) {
        this.random = random;
        this.id = NodeId.random(random);
    }

    synchronized NodeId id() {
        return id;
    }

    /** A node saw us at an address. */
    synchronized void seenAt(InetAddress address, InetSocketAddress by) {
        if (Addresses.isLocal(address) || id.fits(address)) {
            return;
        }
        if (votes.size() >= MOST_ADDRESSES) {
            votes.clear();
        }
        Set<Object> voters = votes.computeIfAbsent(address, a -> new HashSet<>());
        voters.add(Addresses.owner(by));
        if (voters.size() >= AGREEING) {
            id = NodeId.at(address, random);
            votes.clear();
        }
    }
}
