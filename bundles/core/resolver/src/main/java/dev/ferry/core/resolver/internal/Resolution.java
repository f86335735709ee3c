package dev.ferry.core.resolver.internal;

import dev.ferry.api.DeviceView;
import dev.ferry.api.DeviceView.SeenRoute;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.resolver.Targets.Target;
import dev.ferry.core.resolver.internal.suggest.FileFacts;
import dev.ferry.core.resolver.internal.suggest.Suggestions;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.DeviceRelationship.Unknown;
import dev.ferry.model.FerryException;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a target means now. Any thread; blocks only to look up a host name. */
final class Resolution {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{8,64}");
    private static final Pattern SHORT = Pattern.compile("[0-9a-f]{4}-[0-9a-f]{4}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int LONGEST_ECHO = 80;

    private final Directory directory;
    private final Hosts hosts;
    private final Suggestions suggestions;

    Resolution(Directory directory, Hosts hosts, Suggestions suggestions) {
        this.directory = directory;
        this.hosts = hosts;
        this.suggestions = suggestions;
    }

    /** A target, and the device where it is a known one. */
    record Resolved(Target target, Optional<DeviceView> view) {
        /** The device, or for a typed address what stands for one. */
        DeviceView asView() {
            return view.orElseGet(() -> new DeviceView(target.routes().get(0).address(), target.name(), target.relationship(),
                    target.routes().stream().map(r -> new SeenRoute(r, "typed", Map.of())).toList(), Optional.empty(), List.of()));
        }
    }

    Resolved resolve(ShareTarget target) throws FerryException {
        if (target instanceof ShareTarget.PairedDevice paired) {
            return paired(paired.id());
        }
        if (target instanceof ShareTarget.DiscoveredDevice discovered) {
            return discovered(discovered.advertKey());
        }
        if (target instanceof ShareTarget.DeviceIdentifier typed) {
            return typed(typed.text().strip());
        }
        if (target instanceof ShareTarget.Auto auto) {
            return chosen(auto, FileFacts.NONE);
        }
        throw new FerryException(new Problem.BadRequest("A share for whoever knows its code names no device, so there is none to look up."));
    }

    /** The device for these files. */
    Resolved chosen(ShareTarget.Auto auto, FileFacts files) throws FerryException {
        Suggestions.Chosen chosen = suggestions.choose(files, auto);
        return resolved(chosen.device(), chosen.why());
    }

    private Resolved paired(DeviceId id) throws FerryException {
        Optional<DeviceView> view = directory.all().stream().filter(v -> v.key().equals(id.hex())).findFirst();
        if (view.isEmpty()) {
            throw new FerryException(new Problem.NotFound(id.display(), "This device is not paired with " + id.display() + ". ferry devices lists the paired ones; ferry pair adds one."));
        }
        return resolved(view.get(), "its device id");
    }

    private Resolved discovered(String key) throws FerryException {
        Optional<DeviceView> view = directory.all().stream().filter(v -> v.key().equals(key)).findFirst();
        if (view.isPresent()) {
            return resolved(view.get(), "its advert");
        }
        // Somebody may hold the key of an advert of a device that has become a pair meanwhile.
        Optional<DeviceId> upgraded = directory.pairOf(key);
        if (upgraded.isPresent()) {
            return paired(upgraded.get());
        }
        String shown = PeerText.escape(key, LONGEST_ECHO);
        throw new FerryException(new Problem.NotFound(shown, "The device " + shown + " is not seen any more. Devices change the key of their adverts every quarter of an hour: "
                + "list them again with ferry devices."));
    }

    private Resolved typed(String text) throws FerryException {
        if (text.isEmpty()) {
            throw new FerryException(new Problem.BadRequest("No device was named. Give a name, an id or HOST:PORT; ferry devices lists what is there."));
        }
        List<DeviceView> all = directory.all();
        Optional<Resolved> found = byKey(text, all);
        if (found.isPresent()) {
            return found.get();
        }
        found = byName(text, all);
        return found.isPresent() ? found.get() : byAddress(text, all);
    }

    private Optional<Resolved> byKey(String text, List<DeviceView> all) throws FerryException {
        String typed = text.toLowerCase(Locale.ROOT);
        if (UUID.matcher(typed).matches()) {
            return one(text, all.stream().filter(v -> id(v).filter(id -> id.uuid().toString().equals(typed)).isPresent()).toList(), "its UUID");
        }
        String digits = SHORT.matcher(typed).matches() ? typed.replace("-", "") : typed;
        if (!KEY.matcher(digits).matches()) {
            return Optional.empty();
        }
        List<DeviceView> matching = all.stream().filter(v -> v.key().startsWith(digits)).toList();
        if (matching.isEmpty() && digits.length() == 64) {
            return directory.pairOf(digits).flatMap(id -> all.stream().filter(v -> v.key().equals(id.hex())).findFirst()).isPresent()
                    ? Optional.of(discovered(digits)) : Optional.empty();
        }
        return one(text, matching, digits.length() == 64 ? "its whole key" : "the first digits of its key");
    }

    /**
     * A paired device wins over strangers of its name, because its key is checked on the link. A stranger that merely looks like a paired device's name is never meant by it:
     * a person has to say which.
     */
    private Optional<Resolved> byName(String text, List<DeviceView> all) throws FerryException {
        String wanted = Names.folded(text);
        List<DeviceView> named = all.stream().filter(v -> Names.folded(v.name()).equals(wanted)).toList();
        List<DeviceView> paired = named.stream().filter(v -> v.relationship() instanceof Paired).toList();
        List<DeviceView> known = paired.isEmpty() ? named.stream().filter(v -> v.relationship() instanceof Blocked).toList() : paired;
        if (!known.isEmpty()) {
            int others = named.size() - known.size();
            return one(text, known, others == 0 ? "its name" : "its name; " + others + (others == 1 ? " other device has" : " other devices have") + " the same");
        }
        if (named.size() == 1 && !named.get(0).warnings().isEmpty()) {
            String skeleton = Names.skeleton(text);
            List<DeviceView> alike = Stream.concat(all.stream().filter(v -> v.relationship() instanceof Paired && Names.skeleton(v.name()).equals(skeleton)), named.stream()).toList();
            throw ambiguous(text, alike, " Their names look alike and only one of them is paired, so choose it by its key.");
        }
        return one(text, named, "its name");
    }

    private Resolved byAddress(String text, List<DeviceView> all) throws FerryException {
        List<Route> routes = hosts.routes(text);
        if (routes.isEmpty()) {
            throw new FerryException(new Problem.NotFound(shown(text), hosts.fits(text)
                    ? "No host " + shown(text) + " is known to this system, and no device of that name is seen. Check the spelling, or give its IP address."
                    : "No device called " + shown(text) + " is paired or seen. Check the spelling with ferry devices; see that Ferry runs there and both are on one network; "
                    + "or give HOST:PORT."));
        }
        Predicate<DeviceView> there = v -> v.relationship() instanceof Paired && v.routes().stream().map(SeenRoute::route)
                .anyMatch(r -> routes.stream().anyMatch(t -> t.transport().equals(r.transport()) && t.address().equals(r.address())));
        Optional<DeviceView> paired = all.stream().filter(there).findFirst();
        if (paired.isPresent()) {
            return resolved(paired.get(), "its address");
        }
        Optional<Blocked> blocked = directory.blockedAt(routes);
        if (blocked.isPresent()) {
            throw refused(blocked.get(), blocked.get().id().display());
        }
        Unknown unknown = new Unknown(Optional.empty(), routes.stream().map(Route::proximity).min(Comparator.naturalOrder()).orElseThrow(), SecurityContext.NONE);
        return new Resolved(new Target(unknown, shown(text), routes, "the address that was typed"), Optional.empty());
    }

    private Optional<Resolved> one(String text, List<DeviceView> matching, String why) throws FerryException {
        if (matching.size() > 1) {
            throw ambiguous(text, matching, " Name one by the digits behind its name.");
        }
        return matching.isEmpty() ? Optional.empty() : Optional.of(resolved(matching.get(0), why));
    }

    private static FerryException ambiguous(String text, List<DeviceView> matching, String advice) {
        List<String> candidates = matching.stream().map(Resolution::candidate).toList();
        return new FerryException(new Problem.Ambiguous(shown(text), candidates, matching.size() + " devices fit " + shown(text) + ": " + String.join("; ", candidates) + "." + advice));
    }

    private static String candidate(DeviceView view) {
        String kind = view.relationship() instanceof Paired ? "paired" : view.relationship() instanceof Blocked ? "blocked" : "stranger";
        String key = view.key().length() == 64 ? view.key().substring(0, 12) : view.key();
        return view.name() + " " + key + " (" + kind + view.routes().stream().findFirst().map(r -> ", " + r.route().address()).orElse("") + ")";
    }

    private Resolved resolved(DeviceView view, String why) throws FerryException {
        if (view.relationship() instanceof Blocked blocked) {
            throw refused(blocked, view.name());
        }
        List<Route> routes = view.relationship() instanceof Paired paired ? directory.routes(paired.id()) : view.routes().stream().map(SeenRoute::route).distinct().toList();
        return new Resolved(new Target(view.relationship(), view.name(), routes, "found by " + why), Optional.of(view));
    }

    private static FerryException refused(Blocked blocked, String name) {
        return new FerryException(new Problem.DeviceBlocked(blocked.id().display(), blocked.reason(), "The device " + name + " is blocked here since " + blocked.blockedAt()
                + " (" + blocked.reason() + "), so nothing was sent. ferry unblock " + blocked.id().hex().substring(0, 12) + " lifts the block."));
    }

    private static Optional<DeviceId> id(DeviceView view) {
        return view.relationship() instanceof Paired paired ? Optional.of(paired.id()) : view.relationship() instanceof Blocked blocked ? Optional.of(blocked.id()) : Optional.empty();
    }

    private static String shown(String text) {
        return PeerText.escape(text, LONGEST_ECHO);
    }
}
