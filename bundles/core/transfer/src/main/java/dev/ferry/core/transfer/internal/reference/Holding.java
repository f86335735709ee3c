package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ReferenceEntry;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.protocol.wire.Cancel;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.EntryType;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.protocol.wire.ReferenceList;
import dev.ferry.core.protocol.wire.ReferenceMore;
import dev.ferry.core.protocol.wire.ReferencePage;
import dev.ferry.core.transfer.internal.accept.Invitation;
import dev.ferry.core.transfer.internal.send.Consignment;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.core.transfer.internal.source.SourceWalk;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The holder's side: lists, fetches and puts over the owner's connection. */
final class Holding {
    private final Tools tools;
    private final Carrier carrier;
    private final Set<Fetch> fetches = ConcurrentHashMap.newKeySet();

    Holding(Tools tools, Carrier carrier) {
        this.tools = tools;
        this.carrier = carrier;
    }

    /** Why a held reference is over, as far as is known here; its owner's word counts. */
    Optional<Problem> refusal(Reference held) {
        Optional<Reference> now = tools.book().find(held.id());
        if (now.isEmpty()) {
            return Optional.of(new Problem.NotFound("reference", "The devices are not paired any more, so there is no such reference."));
        }
        return now.filter(Reference::isOver).map(over -> Faults.over(over.state(), tools.name(held.device())));
    }

    /** @throws FerryException there is no such held reference, it has ended, or was not given with that access */
    private Reference demand(UUID id, AccessLevel needed) throws FerryException {
        Reference held = tools.book().find(id).orElseThrow(() -> new FerryException(new Problem.NotFound(id.toString(), "There is no such reference. List them with: ferry refs")));
        if (held.given()) {
            throw new FerryException(new Problem.BadRequest("That reference was given by this device: its files are here. Only the other device uses it."));
        }
        Optional<Problem> over = refusal(held);
        if (over.isPresent()) {
            throw new FerryException(over.get());
        }
        if (!held.access().includes(needed)) {
            throw new FerryException(new Problem.PolicyRefused("reference", "The reference was given " + (held.access() == AccessLevel.LIST_ONLY ? "to be listed, and not to be read. "
                    : "to be read, and not to be written. ") + "Ask " + tools.name(held.device()) + " for one with more access."));
        }
        return held;
    }

    private static List<ReferencePath> paths(List<String> shown) throws FerryException {
        if (shown.size() > ReferenceWire.MAX_PATHS) {
            throw new FerryException(new Problem.BadRequest("At most " + ReferenceWire.MAX_PATHS + " paths can be asked for at once. Name their folder, or ask in parts."));
        }
        List<ReferencePath> paths = new ArrayList<>();
        for (String one : shown) {
            paths.add(path(one));
        }
        return paths;
    }

    private static ReferencePath path(String shown) throws FerryException {
        String trimmed = shown.endsWith("/") ? shown.substring(0, shown.length() - 1) : shown;
        try {
            Optional<ReferencePath> path = ReferencePath.of(ShownPath.said(trimmed));
            if (path.isPresent()) {
                return path.get();
            }
        } catch (IllegalArgumentException e) {
            // It is none either.
        }
        throw new FerryException(new Problem.BadRequest("\"" + shown + "\" is no path in a reference. Write it as the list shows it, from the top, with / between names."));
    }

    long list(UUID id, String shown, boolean whole, Consumer<List<ReferenceEntry>> pages) throws FerryException, InterruptedException {
        Reference held = demand(id, AccessLevel.LIST_ONLY);
        Optional<ReferencePath> path = shown.isEmpty() ? Optional.empty() : Optional.of(path(shown));
        Session session = carrier.connect(held.device());
        Reading reading = new Reading(path);
        int stream = session.open(reading, number -> Control.newBuilder().setReferenceList(ReferenceList.newBuilder().setStream(number).setReference(ReferenceWire.bytes(id))
                .setPath(path.map(ReferencePath::toString).orElse("")).setWhole(whole)).build()).orElseThrow(() -> new FerryException(Ending.broken().problem()));
        boolean ended = false;
        try {
            long skipped = 0;
            while (true) {
                ReferencePage page = reading.next();
                ended = page.getLast();
                skipped += page.getSkipped();
                if (page.getFault() != ReferenceFault.NO_FAULT) {
                    heard(held, page.getFault());
                    throw new FerryException(Faults.said(page.getFault(), tools.name(held.device())));
                }
                pages.accept(page.getEntriesList().stream().map(Holding::entry).toList());
                if (ended) {
                    return skipped;
                }
                reading.awaiting();
                session.send(Control.newBuilder().setReferenceMore(ReferenceMore.newBuilder().setStream(stream)).build());
            }
        } finally {
            if (!ended) {
                session.send(Control.newBuilder().setCancel(Cancel.newBuilder().setStream(stream)).build());
            }
            session.release(stream);
        }
    }

    static ReferenceEntry entry(Entry entry) {
        return new ReferenceEntry(ShownPath.shown(entry.getPath()), entry.getType() == EntryType.FOLDER, entry.getSize(),
                Optional.of(Instant.ofEpochSecond(entry.getMtimeSeconds(), entry.getMtimeNanos())));
    }

    /** The owner says that it is over, in whatever message. */
    private void heard(Reference held, ReferenceFault fault) {
        switch (fault) {
            case WAS_REVOKED, NOT_KNOWN -> tools.book().end(held.id(), State.REVOKED, tools.platform().now());
            case HAS_EXPIRED -> tools.book().end(held.id(), State.EXPIRED, tools.platform().now());
            default -> { }
        }
    }

    ShareHandle get(UUID id, List<String> shown, Path folder, ConflictPolicy conflict) throws FerryException {
        Reference held = demand(id, AccessLevel.READ_ONLY);
        List<ReferencePath> paths = paths(shown);
        Share share = tools.shares().open(false);
        share.peer(carrier.relationship(held.device()), tools.name(held.device()));
        Fetch fetch = new Fetch(this, share, held, tools.name(held.device()), UUID.randomUUID(), paths, folder, conflict);
        fetches.add(fetch);
        share.result().thenRun(() -> fetches.remove(fetch));
        tools.platform().run(() -> fetch.run(carrier));
        return share;
    }

    /** For an offer that answers what was asked for; empty where nothing was, or it was offered before. */
    Optional<Invitation> invitation(Reference held, UUID transfer) {
        return fetches.stream().filter(fetch -> fetch.is(held, transfer)).findFirst().flatMap(Fetch::invitation);
    }

    ShareHandle put(UUID id, List<ShareRequest.Item> files, byte[] transfer) throws FerryException {
        Reference held = demand(id, AccessLevel.READ_WRITE);
        return carrier.send(new ShareRequest(files, new ShareTarget.PairedDevice(held.device()), Optional.empty(), ShareOptions.DEFAULT),
                new Consignment(transfer, ReferenceWire.bytes(id), () -> new SourceWalk(files), () -> refusal(held)));
    }
}
