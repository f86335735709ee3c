package dev.ferry.discovery.dht.internal.mainline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes that have answered, so that the DHT can be entered without asking those who keep the doors. Kept in a file. What is only hearsay is kept apart and never written down.
 * Bounded; any thread.
 */
final class NodeCache {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCache.class);
    /** Of each family. */
    static final int MOST = 512;
    /** From so many on the cache is full enough to do without bootstrap nodes for weeks. */
    static final int PLENTY = 200;
    private static final int MOST_HEARSAY = 64;
    private static final int MOST_FAILURES = 2;
    private static final int LONGEST_FILE = 64 * 1024;

    private static final class Known {
        private final Contact contact;
        private int failures;

        Known(Contact contact) {
            this.contact = contact;
        }
    }

    /** By owner of the address; who answered last is last. */
    private final Map<Object, Known> known4 = new LinkedHashMap<>();
    private final Map<Object, Known> known6 = new LinkedHashMap<>();
    private final Map<Object, Contact> hearsay = new HashMap<>();

    private Map<Object, Known> family(boolean ipv4) {
        return ipv4 ? known4 : known6;
    }

    /** It answered under this id. */
    synchronized void good(Contact contact) {
        Map<Object, Known> family = family(contact.isIpv4());
        Object owner = Addresses.owner(contact.address());
        hearsay.remove(owner);
        family.remove(owner);
        family.put(owner, new Known(contact));
        if (family.size() > MOST) {
            family.remove(family.keySet().iterator().next());
        }
    }

    /** Somebody named it. */
    synchronized void heard(Contact contact) {
        Object owner = Addresses.owner(contact.address());
        if (hearsay.size() < MOST_HEARSAY && !family(contact.isIpv4()).containsKey(owner)) {
            hearsay.put(owner, contact);
        }
    }

    /** It did not answer, or lied. Twice in a row and it is forgotten. */
    synchronized void bad(InetSocketAddress address) {
        Object owner = Addresses.owner(address);
        hearsay.remove(owner);
        for (Map<Object, Known> family : List.of(known4, known6)) {
            Known known = family.get(owner);
            if (known != null && known.contact.address().equals(address) && ++known.failures >= MOST_FAILURES) {
                family.remove(owner);
            }
        }
    }

    synchronized int size(boolean ipv4) {
        return family(ipv4).size();
    }

    synchronized List<Contact> nearest(NodeId target, boolean ipv4, int most) {
        List<Contact> all = new ArrayList<>(family(ipv4).values().stream().map(known -> known.contact).toList());
        if (all.size() < most) {
            all.addAll(hearsay.values().stream().filter(contact -> contact.isIpv4() == ipv4).toList());
        }
        return all.stream().sorted(Comparator.comparing(Contact::id, target.byDistance())).limit(most).toList();
    }

    /** Reads what {@link #save} wrote. A file that is missing or damaged is an empty one. */
    void load(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LONGEST_FILE) {
                Optional<Bencode.Table> table = Bencode.parseTable(Files.readAllBytes(file));
                table.flatMap(t -> t.bytes("nodes")).ifPresent(nodes -> Contact.parse(nodes, 4, MOST).stream().filter(c -> Addresses.isUsable(c.address())).forEach(this::good));
                table.flatMap(t -> t.bytes("nodes6")).ifPresent(nodes -> Contact.parse(nodes, 16, MOST).stream().filter(c -> Addresses.isUsable(c.address())).forEach(this::good));
            }
        } catch (IOException e) {
            LOG.debug("The nodes of the last time cannot be read", e);
        }
    }

    /** Replaces the file as a whole. */
    void save(Path file) {
        byte[] bytes;
        synchronized (this) {
            bytes = new Bencode.Table().with("nodes", Contact.encode(known4.values().stream().map(k -> k.contact).toList()))
                    .with("nodes6", Contact.encode(known6.values().stream().map(k -> k.contact).toList())).encode();
        }
        try {
            Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "nodes", ".tmp", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.write(fresh, bytes);
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("The nodes cannot be written down", e);
        }
    }
}
