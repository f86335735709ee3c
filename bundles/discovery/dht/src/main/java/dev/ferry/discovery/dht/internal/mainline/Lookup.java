package dev.ferry.discovery.dht.internal.mainline;

import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the nodes nearest to a target within one address family, and on the way what they hold of a key (BEP 5, BEP 44).
 *
 * <p>Nodes lie. So: who answers under another id than the one it was named by is not counted; whose id does not follow from its address (BEP 42) comes after all others; one owner
 * of addresses is one candidate; an item counts only with the signature of the key; where nothing was found more nodes than the nearest eight are asked; and the whole is bounded.
 */
final class Lookup {
    /** Nodes that keep an item. */
    static final int NEAREST = 8;
    /** So many are asked before it is said that there is nothing: with a third of them lying the odds that all honest keepers were missed are small. */
    static final int THOROUGH = 20;
    static final int MOST_CANDIDATES = 200;
    static final int MOST_QUESTIONS = 100;
    private static final int AT_ONCE = 5;
    /** Who names so many that are not there is not believed, so that inventing nodes near the target does not hold a lookup up. */
    private static final int MOST_ABSENT = 3;

    /** What is looked for. */
    sealed interface Aim {
        NodeId target();

        /** The nodes alone. */
        record Nodes(NodeId target) implements Aim { }

        /** The newest item of a key, and tokens to replace it. */
        record Items(byte[] publicKey) implements Aim {
            @Override
            public NodeId target() {
                return Item.target(publicKey);
            }
        }
    }

    /** A node that answered, nearest first in a result. */
    record Keeper(Contact contact, Optional<byte[]> token, OptionalLong seq) { }

    /**
     * @param answered how many nodes did
     * @param hops     how many nodes, one after another, led to the item; 0 without one
     */
    record Result(List<Keeper> nearest, Optional<Item> item, int answered, int hops) { }

    /** What is learned about nodes on the way. */
    interface Acquaintance {
        void good(Contact contact, Reply reply);

        void bad(InetSocketAddress address);
    }

    private enum State { NEW, ASKED, SLOW, ANSWERED, FAILED }

    private static final class Candidate {
        private final Contact contact;
        private final boolean fitting;
        private final int hops;
        /** Who named it: of those who did, one who is believed, if there is one. */
        private Optional<Candidate> namer;
        /** How many that it named did not answer in time. */
        private int absent;
        private State state = State.NEW;
        private Keeper keeper;

        Candidate(Contact contact, Optional<Candidate> namer) {
            this.contact = contact;
            this.namer = namer;
            this.hops = namer.map(n -> n.hops).orElse(0) + 1;
            this.fitting = contact.id().fits(contact.address().getAddress());
        }

        boolean believed() {
            return namer.filter(n -> n.absent >= MOST_ABSENT).isEmpty();
        }
    }

    private final Aim aim;
    private final boolean ipv4;
    private final Krpc krpc;
    private final Acquaintance acquaintance;
    private final TreeSet<Candidate> candidates;
    private final Set<Object> owners = new HashSet<>();
    /** Addresses without an id: where to begin when nobody is known. */
    private final Map<InetSocketAddress, State> doors = new HashMap<>();
    private final CompletableFuture<Result> done = new CompletableFuture<>();
    private Optional<Item> item = Optional.empty();
    private int hops;
    private int questions;
    private int answers;

    Lookup(Aim aim, boolean ipv4, Krpc krpc, Acquaintance acquaintance, List<Contact> known, List<InetSocketAddress> doors) {
        this.aim = aim;
        this.ipv4 = ipv4;
        this.krpc = krpc;
        this.acquaintance = acquaintance;
        this.candidates = new TreeSet<>(Comparator.<Candidate, Boolean>comparing(c -> !c.fitting).thenComparing(c -> c.contact.id(), aim.target().byDistance())
                // Whoever names an honest node's id with another address must not hide it.
                .thenComparing(c -> c.contact.address().toString()));
        known.forEach(contact -> consider(contact, Optional.empty()));
        doors.forEach(door -> this.doors.put(door, State.NEW));
    }

    CompletableFuture<Result> start() {
        advance();
        return done;
    }

    private void consider(Contact contact, Optional<Candidate> namer) {
        if (contact.isIpv4() != ipv4) {
            return;
        }
        Candidate candidate = new Candidate(contact, namer);
        if (owners.contains(Addresses.owner(contact.address()))) {
            candidates.stream().filter(known -> !known.believed() && known.contact.equals(contact)).findFirst().ifPresent(known -> known.namer = namer);
        } else if (candidates.add(candidate)) {
            owners.add(Addresses.owner(contact.address()));
        }
        if (candidates.size() > MOST_CANDIDATES) {
            owners.remove(Addresses.owner(candidates.pollLast().contact.address()));
        }
    }

    /** Asks whom it is time to ask, until enough are asked at once or it is over. */
    private void advance() {
        for (Optional<Runnable> step = next(); step.isPresent(); step = next()) {
            step.get().run();
        }
        finishIfOver();
    }

    private synchronized Optional<Runnable> next() {
        long busy = candidates.stream().filter(c -> c.state == State.ASKED).count() + doors.values().stream().filter(State.ASKED::equals).count();
        if (busy >= AT_ONCE || questions >= MOST_QUESTIONS || done.isDone() || enough()) {
            return Optional.empty();
        }
        Optional<Candidate> candidate = candidates.stream().filter(c -> c.state == State.NEW && c.believed()).findFirst();
        if (candidate.isPresent()) {
            Candidate chosen = candidate.get();
            chosen.state = State.ASKED;
            questions++;
            return Optional.of(() -> ask(chosen));
        }
        Optional<InetSocketAddress> door = doors.entrySet().stream().filter(e -> e.getValue() == State.NEW).map(Map.Entry::getKey).findFirst();
        door.ifPresent(address -> {
            doors.put(address, State.ASKED);
            questions++;
        });
        return door.map(address -> () -> ask(address));
    }

    /** Whether the nearest of those who may still answer have answered. Who is slow is not waited for. */
    private boolean enough() {
        int wanted = aim instanceof Aim.Items && item.isEmpty() ? THOROUGH : NEAREST;
        List<Candidate> nearest = candidates.stream().filter(c -> c.state == State.ANSWERED || c.state == State.ASKED || c.state == State.NEW && c.believed()).limit(wanted).toList();
        return nearest.size() == wanted && nearest.stream().allMatch(c -> c.state == State.ANSWERED);
    }

    private void finishIfOver() {
        Result result;
        synchronized (this) {
            boolean asking = candidates.stream().anyMatch(c -> c.state == State.ASKED || c.state == State.SLOW)
                    || doors.values().stream().anyMatch(s -> s == State.ASKED || s == State.SLOW);
            boolean more = questions < MOST_QUESTIONS && candidates.stream().anyMatch(c -> c.state == State.NEW && c.believed());
            if (!enough() && (asking || more)) {
                return;
            }
            List<Keeper> nearest = candidates.stream().filter(c -> c.state == State.ANSWERED).map(c -> c.keeper).limit(THOROUGH).toList();
            result = new Result(nearest, item, answers, hops);
        }
        done.complete(result);
    }

    private void ask(Candidate candidate) {
        if (!krpc.ask(candidate.contact.address(), method(), arguments(), new Krpc.Asker() {
            @Override
            public void answered(Reply reply) {
                Lookup.this.answered(candidate, reply);
                advance();
            }

            @Override
            public void failed(OptionalLong code) {
                acquaintance.bad(candidate.contact.address());
                set(candidate, State.FAILED);
                advance();
            }

            @Override
            public void slow() {
                set(candidate, State.SLOW);
                advance();
            }
        })) {
            set(candidate, State.FAILED);
        }
    }

    private void ask(InetSocketAddress door) {
        if (!krpc.ask(door, method(), arguments(), new Krpc.Asker() {
            @Override
            public void answered(Reply reply) {
                Candidate candidate = new Candidate(new Contact(reply.from(), door), Optional.empty());
                synchronized (Lookup.this) {
                    doors.put(door, State.ANSWERED);
                    if (owners.add(Addresses.owner(door))) {
                        candidates.add(candidate);
                    }
                }
                Lookup.this.answered(candidate, reply);
                advance();
            }

            @Override
            public void failed(OptionalLong code) {
                set(door, State.FAILED);
                advance();
            }

            @Override
            public void slow() {
                set(door, State.SLOW);
                advance();
            }
        })) {
            set(door, State.FAILED);
        }
    }

    private synchronized void set(Candidate candidate, State state) {
        if (candidate.state == State.ASKED && (state == State.SLOW || state == State.FAILED)) {
            candidate.namer.ifPresent(namer -> namer.absent++);
        }
        candidate.state = state;
    }

    private synchronized void set(InetSocketAddress door, State state) {
        doors.put(door, state);
    }

    private void answered(Candidate candidate, Reply reply) {
        if (!reply.from().equals(candidate.contact.id())) {
            acquaintance.bad(candidate.contact.address());
            set(candidate, State.FAILED);
            return;
        }
        // The signature is checked outside the lock: it takes a while, and others may be answering.
        Optional<Item> given = aim instanceof Aim.Items items && reply.values().get("v").isPresent() ? Item.of(items.publicKey(), reply.values()) : Optional.empty();
        boolean forged = given.isEmpty() && aim instanceof Aim.Items && reply.values().get("v").isPresent();
        synchronized (this) {
            answers++;
            candidate.state = forged ? State.FAILED : State.ANSWERED;
            candidate.keeper = new Keeper(candidate.contact, reply.token(), given.map(i -> OptionalLong.of(i.seq())).orElse(OptionalLong.empty()));
            if (given.isPresent() && item.filter(known -> known.seq() >= given.get().seq()).isEmpty()) {
                item = given;
                hops = candidate.hops;
            }
            reply.nodes().forEach(named -> consider(named, Optional.of(candidate)));
        }
        if (forged) {
            acquaintance.bad(candidate.contact.address());
        } else {
            acquaintance.good(candidate.contact, reply);
        }
    }

    private String method() {
        return aim instanceof Aim.Items ? "get" : "find_node";
    }

    /** Who only gets to know nodes wants both families, so that each helps to enter the other (BEP 32). */
    private Bencode.Table arguments() {
        Bencode own = new Bencode.Text(new byte[] {'n', (byte) (ipv4 ? '4' : '6')});
        Bencode other = new Bencode.Text(new byte[] {'n', (byte) (ipv4 ? '6' : '4')});
        return new Bencode.Table().with("target", aim.target().bytes()).with("want", new Bencode.Row(aim instanceof Aim.Nodes ? List.of(own, other) : List.of(own)));
    }
}
