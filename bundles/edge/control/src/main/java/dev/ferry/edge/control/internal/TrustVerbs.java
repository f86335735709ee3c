package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.DeviceView;
import dev.ferry.api.ShareTarget;
import dev.ferry.api.TrustService;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.TrustLevel;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes what another device is to this one. */
final class TrustVerbs {
    private final Services services;

    TrustVerbs(Services services) {
        this.services = services;
    }

    int trust(Exchange exchange) throws FerryException {
        DeviceId device = known(exchange);
        Optional<String> name = exchange.arguments().text("rename");
        Optional<TrustLevel> level = exchange.arguments().constant(TrustLevel.class, "level");
        Optional<Instant> until = exchange.arguments().moment("until");
        if (level.isPresent() && until.isPresent()) {
            services.need(TrustService.class).trust(device, level.get(), until.get());
        } else if (level.isPresent()) {
            services.need(TrustService.class).trust(device, level.get());
        } else if (until.isPresent()) {
            throw new FerryException(new Problem.BadRequest("A time says how long a level holds. Name the level too: trusted or verified."));
        }
        if (name.isPresent()) {
            services.need(TrustService.class).rename(device, name.get());
        }
        return tell(exchange, device);
    }

    int block(Exchange exchange) throws FerryException {
        DeviceId device = known(exchange);
        services.need(TrustService.class).block(device, exchange.arguments().text("reason").orElse("blocked by its owner"));
        return tell(exchange, device);
    }

    int unblock(Exchange exchange) throws FerryException {
        DeviceId device = known(exchange);
        services.need(TrustService.class).unblock(device);
        return tell(exchange, device);
    }

    int unpair(Exchange exchange) throws FerryException {
        DeviceId device = known(exchange);
        services.need(TrustService.class).unpair(device);
        exchange.emit("trust", Views.object().add("id", device.hex()).add("relationship", "unknown"));
        return ExitCodes.OK;
    }

    private int tell(Exchange exchange, DeviceId device) throws FerryException {
        JsonObjectBuilder now = Views.object().add("id", device.hex()).add("relationship", services.need(TrustService.class).known().stream()
                .filter(r -> id(r).filter(device::equals).isPresent()).map(DeviceRelationship::governedBy).findFirst().orElse("unknown"));
        services.need(TrustService.class).timed(device).ifPresent(timed -> Views.timed(now, timed));
        exchange.emit("trust", now);
        return ExitCodes.OK;
    }

    /** By id, the shown beginning of an id, or name; first among those with whom there is a relationship, then by what the resolver makes of the text. */
    private DeviceId known(Exchange exchange) throws FerryException {
        String typed = exchange.arguments().need("device");
        List<DeviceRelationship> known = services.need(TrustService.class).known();
        // A blocked device has its name in the list of devices alone.
        Stream<DeviceRelationship> listed = services.need(DeviceService.class).devices().stream().filter(view -> view.name().equals(typed)).map(DeviceView::relationship);
        List<DeviceId> found = Stream.concat(known.stream().filter(r -> called(r, typed)), listed).flatMap(r -> id(r).stream()).distinct().toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.size() > 1) {
            List<String> candidates = found.stream().map(DeviceId::display).toList();
            throw new FerryException(new Problem.Ambiguous(typed, candidates, "Several devices are called \"" + typed + "\". Name one by its id: " + String.join(", ", candidates)));
        }
        if (typed.matches("[0-9a-f]{64}")) {
            return new DeviceId(typed);
        }
        DeviceView view = services.need(DeviceService.class).resolve(new ShareTarget.DeviceIdentifier(typed));
        return id(view.relationship()).orElseThrow(() -> new FerryException(new Problem.RelationshipError(view.name(), "\"" + view.name()
                + "\" is not paired with this device, so its identity is not known. Pair with it first: ferry pair")));
    }

    private static boolean called(DeviceRelationship relationship, String typed) {
        return id(relationship).filter(id -> id.hex().equals(typed) || id.display().equals(typed)).isPresent()
                || relationship instanceof DeviceRelationship.Paired paired && paired.name().equals(typed);
    }

    private static Optional<DeviceId> id(DeviceRelationship relationship) {
        return relationship instanceof DeviceRelationship.Paired paired ? Optional.of(paired.id())
                : relationship instanceof DeviceRelationship.Blocked blocked ? Optional.of(blocked.id()) : Optional.empty();
    }
}
