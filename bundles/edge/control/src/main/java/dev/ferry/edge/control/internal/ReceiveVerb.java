package dev.ferry.edge.control.internal;

import dev.ferry.api.CollectRequest;
import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.DeviceService;
import dev.ferry.api.InboxService;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareService;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import dev.ferry.model.Registration;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Takes what lies under a code; or becomes visible and asks this client about each offer. */
final class ReceiveVerb implements Verbs.Verb {
    private static final Duration VISIBLE = Duration.ofHours(24);

    private final Services services;

    ReceiveVerb(Services services) {
        this.services = services;
    }

    @Override
    public int run(Exchange exchange) throws FerryException, InterruptedException {
        Optional<String> code = exchange.arguments().text("code");
        return code.isPresent() ? collect(exchange, code.get()) : new Welcome(exchange).run();
    }

    private int collect(Exchange exchange, String code) throws FerryException, InterruptedException {
        Arguments arguments = exchange.arguments();
        ConflictPolicy conflict = arguments.constant(ConflictPolicy.class, "conflict").orElse(ConflictPolicy.RENAME);
        boolean yes = arguments.flag("yes");
        InboxService inbox = services.need(InboxService.class);
        ShareHandle handle = services.need(ShareService.class).collect(new CollectRequest(code, arguments.path(arguments.text("folder").orElse(".")), conflict, yes));
        exchange.onCancel(handle::cancel);
        exchange.onAnswer(answer -> answer(exchange, inbox, answer));
        Optional<Registration> asking = yes ? Optional.empty() : Optional.of(inbox.follow(offer -> {
            if (offer.id().equals(handle.id())) {
                exchange.emit("offer", Views.offer(offer));
            }
        }));
        ShareWatch watch = new ShareWatch(exchange, handle, Optional.empty());
        limit(exchange, arguments.number("timeoutMillis"), code, handle, watch);
        try {
            return watch.await();
        } finally {
            asking.ifPresent(Registration::close);
        }
    }

    /** The code itself is not repeated: its first digits are public. */
    private static void limit(Exchange exchange, OptionalLong millis, String code, ShareHandle handle, ShareWatch watch) {
        if (millis.isEmpty()) {
            return;
        }
        Duration time = Duration.ofMillis(millis.getAsLong());
        CompletableFuture<Void> over = new CompletableFuture<Void>().completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
        over.thenRun(() -> exchange.later(() -> {
            boolean found = !handle.view().phase().equals("connecting");
            String nameplate = code.matches("\\d{1,3}-[0-9-]+") ? code.substring(0, code.indexOf('-')) + "-…" : "this ticket";
            watch.giveUp(found ? new Problem.TimeoutError(Problem.TimeoutError.Timer.TOTAL, time, "The transfer was not over within " + time.toSeconds() + " s and was ended here.")
                    : new Problem.NotFound(nameplate, "No device that shows " + nameplate + " was found within " + time.toSeconds()
                            + " s. It must still show the code, which is good once, and be on the same network. Give it more time with --timeout."));
        }));
    }

    private Optional<ShareHandle> answer(Exchange exchange, InboxService inbox, JsonObject json) {
        Arguments answer = new Arguments(json, exchange.arguments().cwd());
        try {
            UUID offer = answer.uuid("offer");
            boolean accept = answer.flag("accept");
            Optional<ShareHandle> share = inbox.answer(offer, InboxVerbs.answer(answer, accept));
            exchange.emit("consent", Views.object().add("offer", offer.toString()).add("accepted", accept));
            return share;
        } catch (FerryException e) {
            Views.error(exchange, e.problem());
            askAgain(exchange, inbox, answer);
            return Optional.empty();
        }
    }

    /** An answer that could not be carried out leaves the offer waiting: the person may say something else. */
    private void askAgain(Exchange exchange, InboxService inbox, Arguments answer) {
        String id = answer.json().getString("offer", "");
        inbox.pending().stream().filter(offer -> offer.id().toString().equals(id)).forEach(offer -> exchange.emit("offer", Views.offer(offer, services)));
    }

    /** Visible until cancelled, out of time, or done with the one transfer that was consented to in advance. All but the listeners runs on the exchange's thread. */
    private final class Welcome {
        private final Exchange exchange;
        private final InboxService inbox;
        private final DeviceService devices;
        private final Optional<String> from;
        private final boolean yes;
        private final Set<UUID> told = new HashSet<>();
        private final Map<UUID, ShareHandle> running = new HashMap<>();
        private final CompletableFuture<Integer> over = new CompletableFuture<>();
        private int received;

        Welcome(Exchange exchange) throws FerryException {
            this.exchange = exchange;
            this.inbox = services.need(InboxService.class);
            this.devices = services.need(DeviceService.class);
            this.from = exchange.arguments().text("from");
            this.yes = exchange.arguments().flag("yes");
            if (yes && from.isEmpty()) {
                throw new FerryException(new Problem.BadRequest("--yes without a code consents to whoever comes, which Ferry does not do. "
                        + "Say from whom with --from, or give the code."));
            }
        }

        int run() throws InterruptedException, FerryException {
            Optional<String> folder = exchange.arguments().text("folder");
            if (folder.isPresent()) {
                services.need(ShareService.class).demandReceivable(exchange.arguments().path(folder.get()));
            }
            exchange.onCancel(() -> {
                running.values().forEach(ShareHandle::cancel);
                over.complete(ExitCodes.INTERRUPTED);
            });
            exchange.onAnswer(answer -> answer(exchange, inbox, answer).ifPresent(this::watch));
            exchange.arguments().number("timeoutMillis").ifPresent(millis -> over.completeOnTimeout(ExitCodes.TIMEOUT, millis, TimeUnit.MILLISECONDS));
            Registration visible = devices.showToStrangers(VISIBLE);
            Registration offers = inbox.follow(offer -> exchange.later(() -> offered(offer)));
            exchange.emit("visible", Views.object().add("name", devices.status().name()));
            try {
                int exit = exchange.await(over).value().orElse(ExitCodes.BUG);
                return exit == ExitCodes.TIMEOUT && received > 0 ? ExitCodes.OK : exit;
            } finally {
                offers.close();
                visible.close();
            }
        }

        private void offered(OfferView offer) {
            if (!told.add(offer.id()) || !wanted(offer) || yes && isReference(offer)) {
                return;
            }
            exchange.emit("offer", Views.offer(offer, services).add("consentGiven", yes));
            if (yes) {
                accept(offer);
            }
        }

        /** As the person consented in advance. What cannot be carried out is refused, so that the other side hears of it. */
        private void accept(OfferView offer) {
            try {
                inbox.answer(offer.id(), InboxVerbs.answer(exchange.arguments(), true)).ifPresent(this::watch);
            } catch (FerryException e) {
                int exit = Views.error(exchange, e.problem());
                try {
                    inbox.answer(offer.id(), new InboxService.Answer.Reject(false));
                } catch (FerryException gone) {
                    // It is refused already.
                }
                over.complete(exit);
            }
        }

        /** Consent to a transfer is none to a reference, which is for longer. */
        private boolean isReference(OfferView offer) {
            return services.find(ReferenceService.class).flatMap(references -> references.find(offer.id())).isPresent();
        }

        private boolean wanted(OfferView offer) {
            return from.isEmpty() || offer.from() instanceof DeviceRelationship.Paired paired
                    && (paired.name().equals(from.get()) || paired.id().hex().equals(from.get()) || paired.id().display().equals(from.get()));
        }

        private void watch(ShareHandle share) {
            running.put(share.id(), share);
            new ShareWatch(exchange, share, Optional.empty()).start().thenAccept(exit -> {
                running.remove(share.id());
                received += exit == ExitCodes.OK ? 1 : 0;
                if (yes) {
                    over.complete(exit);
                }
            });
        }
    }
}
