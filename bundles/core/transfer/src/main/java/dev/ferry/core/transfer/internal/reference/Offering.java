package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ReferenceRequest;
import dev.ferry.api.ReferenceService.Given;
import dev.ferry.api.ReferenceView;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareRequest.Item;
import dev.ferry.core.protocol.wire.Cancel;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.protocol.wire.ReferenceOffer;
import dev.ferry.core.resolver.Targets;
import dev.ferry.core.transfer.internal.accept.Inbox;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.source.SourceEntry;
import dev.ferry.core.transfer.internal.source.SourceWalk;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Gives references: looks at what is given and to whom, writes it down, offers it, and takes it back where no yes is heard. */
final class Offering {
    /** Longer than the other person has. */
    private static final Duration ANSWER = Inbox.CONSENT.plusSeconds(15);
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final int MAX_MESSAGE_BYTES = 4096;

    private final Tools tools;
    private final Rights rights;
    private final Carrier carrier;
    private final Function<Reference, ReferenceView> view;
    private final Runnable changed;
    private final Consumer<Reference> over;
    private final Map<UUID, Giving> waiting = new ConcurrentHashMap<>();

    /**
     * @param changed hears that there is another one
     * @param over    hears that one is over that its holder may take for given
     */
    Offering(Tools tools, Rights rights, Carrier carrier, Function<Reference, ReferenceView> view, Runnable changed,
             Consumer<Reference> over) {
        this.tools = tools;
        this.rights = rights;
        this.carrier = carrier;
        this.view = view;
        this.changed = changed;
        this.over = over;
    }

    Given give(ReferenceRequest request) throws FerryException {
        demandWhole(request);
        for (Item item : request.files()) {
            demandUsable(item);
        }
        Targets.Target target = tools.targets().resolve(request.target());
        if (target.relationship() instanceof DeviceRelationship.Blocked blocked) {
            throw new FerryException(new Problem.DeviceBlocked(target.name(), blocked.reason(), target.name() + " is blocked on this device: " + blocked.reason() + "."));
        }
        Optional<Problem> refusal = rights.refusal(target.relationship(), request.access(), OptionalLong.empty());
        if (refusal.isPresent()) {
            throw new FerryException(refusal.get());
        }
        if (!(target.relationship() instanceof DeviceRelationship.Paired paired)) {
            throw new FerryException(new Problem.PolicyRefused("trust", "Only paired devices hold references. Pair with it first: ferry pair"));
        }
        Instant now = tools.platform().now();
        Reference reference = new Reference(UUID.randomUUID(), paired.id(), true, request.access(), request.life().map(life -> now.plus(life).truncatedTo(ChronoUnit.SECONDS)),
                State.OFFERED, now, request.files().stream().map(Offering::name).toList(), 0, 0, request.files());
        CompletableFuture<ReferenceView> answer = new CompletableFuture<>();
        tools.platform().run(() -> offer(reference, request.message(), answer));
        return new Given(reference.id(), answer);
    }

    private static void demandWhole(ReferenceRequest request) throws FerryException {
        Set<String> names = new HashSet<>();
        boolean contents = request.files().stream().anyMatch(Item::contentsOnly);
        demand(!request.files().isEmpty(), "There is nothing to give a reference to. Name at least one file or folder.");
        demand(request.files().size() <= Reference.MAX_ROOTS, "A reference leads to " + Reference.MAX_ROOTS + " files and folders at most. Give their folder.");
        demand(!contents || request.files().size() == 1, "What is given by its contents (a name that ends with /) is given alone.");
        demand(request.files().stream().allMatch(item -> item.path().normalize().getFileName() != null && names.add(item.path().normalize().getFileName().toString())),
                "Two of the files have the same name, or one has none. Give them by references of their own.");
        demand(request.life().isEmpty() || request.life().get().compareTo(Duration.ofSeconds(1)) >= 0 && request.life().get().compareTo(LONGEST) <= 0,
                "A reference lasts from a second to ten years, or until it is revoked.");
        demand(request.message().isEmpty() || request.message().get().getBytes(StandardCharsets.UTF_8).length <= MAX_MESSAGE_BYTES, "The message is longer than 4096 bytes. Shorten it.");
        demand(request.access() != AccessLevel.READ_WRITE || request.files().size() == 1 && Files.isDirectory(request.files().get(0).path(), LinkOption.NOFOLLOW_LINKS),
                "Files are put into one folder: give exactly one with write access, and the others to be read.");
    }

    private void demandUsable(Item item) throws FerryException {
        Path path = item.path();
        boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw denied(path, " is not there. Check the name.");
        }
        if (!folder && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw denied(path, " is neither a file nor a folder. Links are not followed: give what it leads to.");
        }
        if (!Files.isReadable(path) || !Files.isReadable(path.toAbsolutePath().getParent())) {
            throw denied(path, " or the folder that holds it may not be read. Check their permissions.");
        }
        demand(folder || !item.contentsOnly(), path + " is not a folder, so it has no contents of its own.");
        try {
            demand(!tools.own().hold(path), path + " lies in a folder of Ferry's own, with this device's keys and configuration. Nobody else may reach it.");
        } catch (IOException e) {
            throw denied(path, " cannot be looked at. Check its permissions.");
        }
    }

    private static FerryException denied(Path path, String what) {
        return new FerryException(new Problem.FileAccessDenied(path.toString(), path + what));
    }

    private static void demand(boolean holds, String otherwise) throws FerryException {
        if (!holds) {
            throw new FerryException(new Problem.BadRequest(otherwise));
        }
    }

    private static String name(Item item) {
        String name = item.path().normalize().getFileName().toString();
        return Files.isDirectory(item.path(), LinkOption.NOFOLLOW_LINKS) ? name + "/" : name;
    }

    private void offer(Reference planned, Optional<String> message, CompletableFuture<ReferenceView> answer) {
        try {
            Reference reference = counted(planned);
            if (!tools.book().add(reference)) {
                throw new FerryException(new Problem.BadRequest("That device holds as many references as one may. Revoke some: ferry refs"));
            }
            changed.run();
            answer.complete(view.apply(agreed(reference, message)));
        } catch (FerryException e) {
            answer.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.completeExceptionally(new FerryException(Ending.leaving().problem()));
        }
    }

    private Reference counted(Reference reference) throws FerryException {
        long count = 0;
        long bytes = 0;
        try (SourceWalk walk = new Granted(reference.roots(), tools.own()).everything()) {
            while (walk.hasNext()) {
                SourceEntry entry = walk.next();
                count += entry instanceof SourceEntry.Skipped ? 0 : 1;
                bytes += entry instanceof SourceEntry.File file ? file.size() : 0;
            }
        } catch (IOException e) {
            throw new FerryException(new Problem.FileAccessDenied("", "The files cannot be read: " + e.getMessage()));
        }
        return new Reference(reference.id(), reference.device(), true, reference.access(), reference.expires(), reference.state(), reference.since(), reference.names(), count, bytes,
                reference.roots());
    }

    /** Whatever happens instead of a yes ends it. */
    private Reference agreed(Reference reference, Optional<String> message) throws FerryException, InterruptedException {
        boolean declined = false;
        try {
            ReferenceFault fault = answer(reference, message);
            declined = fault != ReferenceFault.NO_FAULT;
            if (declined) {
                throw new FerryException(Faults.said(fault, tools.name(reference.device())));
            }
            return tools.book().change(reference.id(), before -> before.state() == State.OFFERED, State.ACTIVE, tools.platform().now())
                    .orElseThrow(() -> new FerryException(new Problem.Cancelled(false, "The reference was revoked before it was accepted.")));
        } catch (FerryException | InterruptedException e) {
            tools.book().end(reference.id(), declined ? State.DECLINED : State.REVOKED, tools.platform().now());
            if (!declined) {
                over.accept(reference);
            }
            throw e;
        }
    }

    private ReferenceFault answer(Reference reference, Optional<String> message) throws FerryException, InterruptedException {
        Session session = carrier.connect(reference.device());
        Giving giving = new Giving();
        waiting.put(reference.id(), giving);
        int stream = session.open(giving, number -> message(reference, message, number)).orElseThrow(() -> new FerryException(Ending.broken().problem()));
        try {
            return giving.answer().get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            session.send(cancel(stream));
            throw e.getCause() instanceof FerryException failed ? failed : new FerryException(Ending.broken().problem());
        } catch (TimeoutException e) {
            session.send(cancel(stream));
            return ReferenceFault.NOT_ANSWERED;
        } finally {
            waiting.remove(reference.id());
            session.release(stream);
        }
    }

    /** It is revoked: nobody needs to answer any more. */
    void takeBack(UUID id) {
        Giving giving = waiting.get(id);
        if (giving != null) {
            giving.answer().completeExceptionally(new FerryException(new Problem.Cancelled(false, "The reference was revoked before it was accepted.")));
        }
    }

    private static Control cancel(int stream) {
        return Control.newBuilder().setCancel(Cancel.newBuilder().setStream(stream)).build();
    }

    private Control message(Reference reference, Optional<String> message, int stream) {
        return Control.newBuilder().setReferenceOffer(ReferenceOffer.newBuilder().setStream(stream).setReference(ReferenceWire.bytes(reference.id()))
                .setAccess(ReferenceWire.access(reference.access())).setExpiresSeconds(reference.expires().map(Instant::getEpochSecond).orElse(0L)).addAllNames(reference.names())
                .setCount(reference.count()).setTotalBytes(reference.bytes()).setLabel(tools.label().get()).setMessage(message.orElse(""))).build();
    }
}
