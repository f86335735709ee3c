package dev.ferry.discovery.dht.internal.mainline;

import dev.ferry.discovery.dht.internal.mainline.Lookup.Keeper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Gives an item to the nodes nearest to it within one family (BEP 44): to the first eight, and for each that does not take it to the next. */
final class Storing {
    /** BEP 44: the number in {@code cas} is not the one that the node has. */
    static final long MISMATCH = 301;
    /** BEP 44: the node has a higher number. */
    static final long OUTDATED = 302;

    /** @param outdated a node has a newer item than was found */
    record Outcome(int stored, boolean outdated) { }

    private final Krpc krpc;
    private final Item item;
    private final Deque<Keeper> next;
    private final CompletableFuture<Outcome> done = new CompletableFuture<>();
    private int stored;
    private int open;
    private boolean outdated;

    private Storing(Krpc krpc, List<Keeper> keepers, Item item) {
        this.krpc = krpc;
        this.item = item;
        this.next = new ArrayDeque<>(keepers.stream().filter(keeper -> keeper.token().isPresent()).toList());
    }

    static CompletableFuture<Outcome> all(Krpc krpc, List<List<Keeper>> families, Item item) {
        CompletableFuture<Outcome> sum = CompletableFuture.completedFuture(new Outcome(0, false));
        for (List<Keeper> keepers : families) {
            sum = sum.thenCombine(new Storing(krpc, keepers, item).start(), (a, b) -> new Outcome(a.stored() + b.stored(), a.outdated() || b.outdated()));
        }
        return sum;
    }

    private CompletableFuture<Outcome> start() {
        advance();
        return done;
    }

    private void advance() {
        for (Optional<Keeper> keeper = take(); keeper.isPresent(); keeper = take()) {
            if (!krpc.ask(keeper.get().contact().address(), "put", arguments(keeper.get()), new Put())) {
                ended(false, false);
            }
        }
        Optional<Outcome> outcome;
        synchronized (this) {
            outcome = open == 0 ? Optional.of(new Outcome(stored, outdated)) : Optional.empty();
        }
        outcome.ifPresent(done::complete);
    }

    private synchronized Optional<Keeper> take() {
        if (stored + open >= Lookup.NEAREST || next.isEmpty()) {
            return Optional.empty();
        }
        open++;
        return Optional.of(next.poll());
    }

    private synchronized void ended(boolean taken, boolean tooOld) {
        open--;
        stored += taken ? 1 : 0;
        outdated |= tooOld;
    }

    private final class Put implements Krpc.Asker {
        @Override
        public void answered(Reply reply) {
            ended(true, false);
            advance();
        }

        @Override
        public void failed(OptionalLong code) {
            ended(false, code.isPresent() && (code.getAsLong() == OUTDATED || code.getAsLong() == MISMATCH));
            advance();
        }
    }

    /** {@code cas} only where the node showed what it has: it is then replaced, and nothing newer. */
    private Bencode.Table arguments(Keeper keeper) {
        Bencode.Table table = new Bencode.Table().with("k", item.publicKey()).with("seq", item.seq()).with("sig", item.signature()).with("token", keeper.token().orElseThrow())
                .with("v", item.value());
        return keeper.seq().isPresent() ? table.with("cas", keeper.seq().getAsLong()) : table;
    }
}
