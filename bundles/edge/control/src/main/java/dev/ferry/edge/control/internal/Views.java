package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceView;
import dev.ferry.api.Limits;
import dev.ferry.api.Pace;
import dev.ferry.api.PluginView;
import dev.ferry.api.ReferenceEntry;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ReferenceView;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareView;
import dev.ferry.api.TimedTrust;
import dev.ferry.api.TrustService;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import dev.ferry.model.Route;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The api's values as the objects of the control protocol; their keys are what scripts read and never change their meaning. */
final class Views {
    /** A line stays far below {@link LineReader#LONGEST} even where every name is as long as names can be. */
    private static final int MOST_ITEMS = 200;

    private Views() { }

    static JsonObjectBuilder object() {
        return Json.PROVIDER.createObjectBuilder();
    }

    static JsonArrayBuilder array(List<String> texts) {
        JsonArrayBuilder array = Json.PROVIDER.createArrayBuilder();
        texts.forEach(array::add);
        return array;
    }

    /** Emits the problem and returns its exit code. */
    static int error(Exchange exchange, Problem problem) {
        exchange.emit("error", problem(problem));
        return ExitCodes.of(problem);
    }

    static JsonObjectBuilder problem(Problem problem) {
        JsonObjectBuilder json = object().add("code", problem.code()).add("message", problem.message()).add("exit", ExitCodes.of(problem)).add("retryable", problem.retryable());
        if (problem instanceof Problem.Ambiguous ambiguous) {
            json.add("candidates", array(ambiguous.candidates()));
        } else if (problem instanceof Problem.NoSuitableTargets none) {
            json.add("candidates", array(none.rejected()));
        }
        return json;
    }

    static JsonObjectBuilder device(DeviceView device) {
        JsonArrayBuilder routes = Json.PROVIDER.createArrayBuilder();
        for (DeviceView.SeenRoute seen : device.routes()) {
            routes.add(route(seen.route()).add("foundBy", seen.foundBy()));
        }
        JsonObjectBuilder json = object().add("name", device.name()).add("id", device.key());
        relationship(json, device.relationship());
        json.add("routes", routes).add("warnings", array(device.warnings()));
        device.kind().ifPresent(k -> json.add("type", lower(k)));
        device.lastSeen().ifPresent(t -> json.add("lastSeen", t.toString()));
        return json;
    }

    /** With the time for which a pair has its level. */
    static JsonObjectBuilder device(DeviceView device, Services services) {
        JsonObjectBuilder json = device(device);
        if (device.relationship() instanceof DeviceRelationship.Paired paired) {
            services.find(TrustService.class).flatMap(trust -> trust.timed(paired.id())).ifPresent(timed -> timed(json, timed));
        }
        return json;
    }

    static void timed(JsonObjectBuilder json, TimedTrust timed) {
        json.add("trustUntil", timed.until().toString()).add("trustAfterwards", lower(timed.afterwards()));
    }

    static JsonObjectBuilder route(Route route) {
        return object().add("transport", route.transport()).add("address", route.address()).add("proximity", lower(route.proximity()));
    }

    static void relationship(JsonObjectBuilder json, DeviceRelationship relationship) {
        json.add("relationship", relationship.governedBy());
        if (relationship instanceof DeviceRelationship.Paired paired) {
            json.add("status", status(paired.status()));
            if (paired.status() instanceof ConnectionStatus.Offline offline) {
                offline.lastError().ifPresent(e -> json.add("lastError", e));
            }
        } else if (relationship instanceof DeviceRelationship.Blocked blocked) {
            json.add("reason", blocked.reason()).add("blockedAt", blocked.blockedAt().toString());
        } else if (relationship instanceof DeviceRelationship.Unknown unknown) {
            json.add("verifiedBy", lower(unknown.context())).add("proximity", lower(unknown.proximity()));
        }
    }

    private static String status(ConnectionStatus status) {
        return status instanceof ConnectionStatus.Connected ? "connected" : status instanceof ConnectionStatus.Connecting ? "connecting"
                : status instanceof ConnectionStatus.Discovered ? "seen" : "offline";
    }

    static JsonObjectBuilder offer(OfferView offer) {
        JsonArrayBuilder items = Json.PROVIDER.createArrayBuilder();
        offer.items().stream().limit(MOST_ITEMS).forEach(item -> items.add(object().add("index", item.index()).add("path", item.path()).add("extension", item.extension())
                .add("folder", item.folder()).add("bytes", item.bytes())));
        JsonObjectBuilder json = object().add("id", offer.id().toString()).add("name", offer.senderLabel());
        relationship(json, offer.from());
        json.add("words", array(offer.checkWords())).add("count", offer.count()).add("bytes", offer.totalBytes()).add("items", items)
                .add("expires", offer.expires().toString()).add("moves", offer.moves()).add("warnings", array(offer.warnings()));
        offer.message().ifPresent(m -> json.add("message", m));
        offer.freeBytes().ifPresent(f -> json.add("free", f));
        return json;
    }

    /** An offer that may be of a reference: then nothing is sent when it is accepted. */
    static JsonObjectBuilder offer(OfferView offer, Services services) {
        JsonObjectBuilder json = offer(offer);
        services.find(ReferenceService.class).flatMap(references -> references.find(offer.id())).ifPresent(reference -> json.add("reference", reference(reference)));
        return json;
    }

    static JsonObjectBuilder reference(ReferenceView reference) {
        JsonObjectBuilder json = object().add("id", reference.id().toString()).add("direction", reference.given() ? "given" : "held").add("name", reference.deviceName())
                .add("device", reference.device().hex()).add("names", array(reference.names())).add("access", access(reference.access())).add("state", lower(reference.state()))
                .add("since", reference.since().toString()).add("count", reference.count()).add("bytes", reference.bytes());
        reference.expires().ifPresent(end -> json.add("expires", end.toString()));
        return json;
    }

    /** The words in which it is asked for. */
    private static String access(AccessLevel level) {
        return switch (level) {
            case LIST_ONLY -> "list";
            case READ_ONLY -> "read";
            case READ_WRITE -> "write";
        };
    }

    static JsonObjectBuilder entry(ReferenceEntry entry) {
        JsonObjectBuilder json = object().add("path", entry.path()).add("folder", entry.folder()).add("bytes", entry.bytes());
        entry.modified().ifPresent(time -> json.add("modified", time.toString()));
        return json;
    }

    static JsonObjectBuilder progress(ShareView share) {
        ShareView.Progress progress = share.progress();
        JsonObjectBuilder json = share(share).add("bytes", progress.bytes()).add("files", progress.files()).add("rate", progress.rate());
        progress.totalBytes().ifPresent(t -> json.add("total", t));
        progress.totalFiles().ifPresent(t -> json.add("totalFiles", t));
        progress.eta().ifPresent(e -> json.add("eta", e.toSeconds()));
        return json;
    }

    /** What every event of a share has. */
    static JsonObjectBuilder share(ShareView share) {
        return object().add("share", share.id().toString()).add("direction", share.outgoing() ? "send" : "receive").add("name", share.peerName())
                .add("state", state(share)).add("phase", share.phase());
    }

    /** One that waits for its device is queued, wherever it stood before; one that its person paused is that first. */
    private static String state(ShareView share) {
        return share.phase().equals("queued") && share.errand().filter(errand -> !errand.paused()).isPresent() ? "queued" : lower(share.state());
    }

    /** What is done about trouble on the way. */
    static JsonObjectBuilder recovery(ShareView share, RecoveryAction step) {
        JsonObjectBuilder json = share(share);
        if (step instanceof RecoveryAction.Retry retry) {
            json.add("action", "retry").add("attempt", retry.attempt()).add("of", retry.of());
        } else if (step instanceof RecoveryAction.RetryWithSmallerChunks retry) {
            json.add("action", "smaller-chunks").add("attempt", retry.attempt()).add("of", retry.of()).add("chunk", retry.chunkBytes());
        } else if (step instanceof RecoveryAction.RetryWithLongerTimeout retry) {
            json.add("action", "longer-timeout").add("attempt", retry.attempt()).add("of", retry.of()).add("timeout", retry.timeout().toSeconds());
        } else if (step instanceof RecoveryAction.Reconnect reconnect) {
            json.add("action", "reconnect").add("attempt", reconnect.attempt()).add("pause", reconnect.pause().toMillis());
        } else {
            json.add("action", "fail");
        }
        return json;
    }

    /** A share in a list. */
    static JsonObjectBuilder transfer(ShareView share, Pace pace) {
        JsonObjectBuilder json = progress(share).add("priority", lower(pace.priority())).add("started", share.started().toString()).add("words", array(share.checkWords()));
        pace.bytesPerSecond().ifPresent(l -> json.add("limit", l));
        share.errand().ifPresent(errand -> {
            json.add("what", array(errand.files().stream().limit(MOST_ITEMS).map(Path::toString).toList())).add("whatCount", errand.files().size())
                    .add("until", errand.until().toString());
            errand.why().ifPresent(why -> json.add("why", why.message()));
        });
        share.route().ifPresent(r -> json.add("route", r));
        share.terms().ifPresent(t -> json.add("profile", t.profile()));
        share.link().ifPresent(l -> json.add("group", l.group()).add("cipher", l.cipher()).add("protocol", l.protocol()));
        return json;
    }

    /** What is not limited has no key; each says who set it. */
    static JsonObjectBuilder limits(Limits limits, Limits configured) {
        JsonObjectBuilder json = object();
        limits.up().ifPresent(l -> json.add("up", l));
        limits.down().ifPresent(l -> json.add("down", l));
        limits.each().ifPresent(l -> json.add("each", l));
        return json.add("from", object().add("up", source(limits.up(), configured.up())).add("down", source(limits.down(), configured.down()))
                .add("each", source(limits.each(), configured.each())));
    }

    private static String source(OptionalLong holds, OptionalLong configured) {
        return !holds.equals(configured) ? "command" : holds.isPresent() ? "configuration" : "nobody";
    }

    static JsonObjectBuilder result(ShareView share, ShareResult result) {
        JsonObjectBuilder json = share(share).add("state", lower(result.state())).add("files", result.files()).add("bytes", result.bytes()).add("resent", result.resent())
                .add("skipped", result.skippedCount()).add("unchanged", result.unchanged());
        share.route().ifPresent(r -> json.add("route", r));
        share.terms().ifPresent(t -> json.add("profile", t.profile()));
        share.link().ifPresent(l -> json.add("group", l.group()).add("cipher", l.cipher()).add("protocol", l.protocol()));
        result.folder().ifPresent(f -> json.add("folder", f.toString()));
        if (!result.renamed().isEmpty()) {
            json.add("renamed", array(result.renamed()));
        }
        if (!result.skipped().isEmpty()) {
            JsonArrayBuilder left = Json.PROVIDER.createArrayBuilder();
            result.skipped().stream().limit(MOST_ITEMS).forEach(s -> left.add(object().add("path", s.path()).add("reason", s.reason())));
            json.add("left", left);
        }
        return json;
    }

    static JsonObjectBuilder plugin(PluginView plugin) {
        JsonObjectBuilder json = object().add("file", plugin.file()).add("name", plugin.name()).add("version", plugin.version()).add("state", lower(plugin.state()))
                .add("provides", array(plugin.provides())).add("explanation", plugin.explanation());
        maybe(json, "signer", plugin.signer());
        return json;
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static void maybe(JsonObjectBuilder json, String key, Optional<String> value) {
        value.ifPresent(v -> json.add(key, v));
    }
}
