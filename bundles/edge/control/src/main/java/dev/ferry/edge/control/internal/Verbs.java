package dev.ferry.edge.control.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a request may ask for, by name. */
final class Verbs {
    private static final Logger LOG = LoggerFactory.getLogger(Verbs.class);

    /** Does one request and returns the command's exit code. Runs on a thread of its own. */
    @FunctionalInterface
    interface Verb {
        int run(Exchange exchange) throws FerryException, InterruptedException;
    }

    private final Map<String, Verb> byName;

    /** @param doctor made by whoever knows the home */
    Verbs(Services services, Verb doctor) {
        TrustVerbs trust = new TrustVerbs(services);
        InboxVerbs inbox = new InboxVerbs(services);
        TransferVerbs transfers = new TransferVerbs(services);
        ReferenceVerbs references = new ReferenceVerbs(services);
        PluginVerbs plugins = new PluginVerbs(services);
        IdentityVerbs identity = new IdentityVerbs(services);
        byName = Map.ofEntries(
                Map.entry("status", new StatusVerb(services)),
                Map.entry("doctor", doctor),
                Map.entry("devices", new DevicesVerb(services)),
                Map.entry("suggest", new SuggestVerb(services)),
                Map.entry("send", new SendVerb(services)),
                Map.entry("receive", new ReceiveVerb(services)),
                Map.entry("pair", new PairVerb(services)),
                Map.entry("trust", trust::trust),
                Map.entry("block", trust::block),
                Map.entry("unblock", trust::unblock),
                Map.entry("unpair", trust::unpair),
                Map.entry("identity.export", identity::export),
                Map.entry("identity.import", identity::restore),
                Map.entry("inbox.list", inbox::list),
                Map.entry("inbox.accept", inbox::accept),
                Map.entry("inbox.reject", inbox::reject),
                Map.entry("transfers.ls", transfers::list),
                Map.entry("transfers.show", transfers::show),
                Map.entry("transfers.pause", transfers::pause),
                Map.entry("transfers.resume", transfers::resume),
                Map.entry("transfers.cancel", transfers::cancel),
                Map.entry("transfers.pace", transfers::pace),
                Map.entry("limits", new LimitsVerb(services)),
                Map.entry("refs.give", references::give),
                Map.entry("refs.ls", references::list),
                Map.entry("refs.list", references::show),
                Map.entry("refs.get", references::get),
                Map.entry("refs.put", references::put),
                Map.entry("refs.revoke", references::revoke),
                Map.entry("plugin.ls", plugins::list),
                Map.entry("plugin.verify", plugins::verify),
                Map.entry("plugin.install", plugins::install),
                Map.entry("plugin.rm", plugins::remove));
    }

    int run(Exchange exchange) {
        try {
            Verb verb = byName.get(exchange.verb());
            if (verb == null) {
                throw new FerryException(new Problem.BadRequest("This daemon does not know the command \"" + exchange.verb() + "\". It may be older than the command; restart it."));
            }
            return verb.run(exchange);
        } catch (FerryException e) {
            LOG.debug("{} was refused: {}", exchange.verb(), e.problem().code());
            return Views.error(exchange, e.problem());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Views.error(exchange, new Problem.Cancelled(false, "The daemon is stopping."));
        } catch (RuntimeException e) {
            LOG.error("{} failed", exchange.verb(), e);
            return Views.error(exchange, new Problem.InternalError("Something in Ferry failed (" + e.getClass().getSimpleName() + "). The daemon's log has the details."));
        }
    }
}
