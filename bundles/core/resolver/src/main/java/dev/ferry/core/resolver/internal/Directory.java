package dev.ferry.core.resolver.internal;

import dev.ferry.api.DeviceView;
import dev.ferry.api.DeviceView.SeenRoute;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.resolver.internal.KnownRoutes.Known;
import dev.ferry.core.resolver.internal.advert.SignedAdvert;
import dev.ferry.model.Advert;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.DeviceRelationship.Unknown;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import dev.ferry.spi.discovery.Scans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings together what is seen, who is paired and who is connected: each device once. Reads only; any thread. */
final class Directory {
    private static final Comparator<Listed> ORDER = Comparator.comparingInt(Listed::group).thenComparing(Listed::folded).thenComparing(l -> l.view().key());

    private final TrustStore trust;
    private final Sightings sightings;
    private final Sessions sessions;
    private final KnownRoutes known;
    private final Traits traits;
    private final RouteOrder order;
    private final Function<DeviceId, Optional<String>> untimely;

    /** A view with what it is sorted by, worked out once. */
    private record Listed(DeviceView view, int group, String folded) {
        static Listed of(DeviceView view) {
            return new Listed(view, Directory.group(view), Names.folded(view.name()));
        }
    }

    /** @param untimely what is to be said of a pair whose adverts are refused for their time */
    Directory(TrustStore trust, Sightings sightings, Sessions sessions, KnownRoutes known, Traits traits, RouteOrder order, Function<DeviceId, Optional<String>> untimely) {
        this.trust = trust;
        this.sightings = sightings;
        this.sessions = sessions;
        this.known = known;
        this.traits = traits;
        this.order = order;
        this.untimely = untimely;
    }

    /** In the order of {@link dev.ferry.api.DeviceService#devices}. Strangers that are not visible are left out: they did not ask to be seen. */
    List<DeviceView> listed() {
        return all().stream().filter(v -> !isHidden(v)).toList();
    }

    private static boolean isHidden(DeviceView view) {
        return view.relationship() instanceof Unknown unknown && unknown.advert().filter(a -> a.name().isEmpty()).isPresent()
                && view.routes().stream().noneMatch(r -> r.details().containsKey("label"));
    }

    /** Everybody, hidden strangers too. */
    List<DeviceView> all() {
        Map<String, List<Seen>> bySource = sightings.all().stream().collect(Collectors.groupingBy(Seen::identity, LinkedHashMap::new, Collectors.toList()));
        Map<String, List<Seen>> groups = withAddressesJoined(bySource);
        List<Pair> pairs = trust.pairs();
        List<Blocked> blocked = trust.blocked();
        Set<DeviceId> shut = blocked.stream().map(Blocked::id).collect(Collectors.toSet());
        Map<String, String> skeletons = skeletons(pairs.stream().filter(p -> !shut.contains(p.id())));
        List<DeviceView> views = new ArrayList<>();
        pairs.stream().filter(p -> !shut.contains(p.id())).map(p -> paired(p, groups.getOrDefault(p.id().hex(), List.of()))).forEach(views::add);
        Set<String> pairKeys = pairs.stream().map(p -> p.id().hex()).collect(Collectors.toSet());
        List<DeviceView> strangers = groups.entrySet().stream().filter(e -> !pairKeys.contains(e.getKey())).map(e -> stranger(e.getKey(), e.getValue(), skeletons)).toList();
        views.addAll(withoutReplaced(strangers));
        blocked.stream().map(this::blocked).forEach(views::add);
        return views.stream().map(Listed::of).sorted(ORDER).map(Listed::view).toList();
    }

    /** What the names of pairs look like, each with a name. */
    private static Map<String, String> skeletons(Stream<Pair> pairs) {
        return pairs.collect(Collectors.toMap(p -> Names.skeleton(p.name()), Pair::name, (a, b) -> a));
    }

    /** What is to be said of a stranger with this name, where it is taken for that of a pair at a glance; blocked ones count, since who was blocked may come again. */
    Optional<String> lookAlike(String name) {
        return lookAlike(name, skeletons(trust.pairs().stream()));
    }

    private static Optional<String> lookAlike(String name, Map<String, String> skeletons) {
        return name.isBlank() ? Optional.empty() : Optional.ofNullable(skeletons.get(Names.skeleton(name)))
                .map(own -> "Its name looks like that of your paired device " + own + ", but it has not shown that it is that device.");
    }

    /** An address without an advert that is one of a device with an advert is that device's. */
    private static Map<String, List<Seen>> withAddressesJoined(Map<String, List<Seen>> groups) {
        Map<String, String> owner = groups.entrySet().stream().filter(e -> e.getValue().get(0).advert().isPresent())
                .flatMap(e -> e.getValue().stream().flatMap(s -> s.routes().stream()).map(r -> Map.entry(RouteOrder.address(r), e.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a));
        Map<String, List<Seen>> joined = new LinkedHashMap<>();
        groups.forEach((identity, seen) -> seen.forEach(s -> {
            String to = s.advert().isPresent() ? identity : s.routes().stream().map(r -> owner.get(RouteOrder.address(r))).filter(o -> o != null).findFirst().orElse(identity);
            joined.computeIfAbsent(to, k -> new ArrayList<>()).add(s);
        }));
        return joined;
    }

    private DeviceView paired(Pair pair, List<Seen> seen) {
        List<Known> history = known.of(pair.id());
        Optional<Instant> sighted = lastSeen(seen);
        ConnectionStatus status = sessions.status(pair.id(), sighted, history.stream().map(Known::at).findFirst());
        Optional<SignedAdvert.Shown> shown = newest(seen).flatMap(SignedAdvert::shown);
        Traits.Said said = traits.of(pair.id());
        // What was said on a link is proved to be this device's; what it shows to everybody is at hand before the first one.
        Capabilities capabilities = said.common().names().isEmpty() ? shown.map(s -> s.capabilities().intersect(Presenter.CAPABILITIES)).orElse(Capabilities.NONE) : said.common();
        return new DeviceView(pair.id().hex(), pair.name(), new Paired(pair.id(), pair.name(), pair.trust(), status, capabilities), routes(seen, history),
                proof(status, sighted), newest(seen).isPresent() ? List.of() : untimely.apply(pair.id()).stream().toList(),
                shown.map(SignedAdvert.Shown::kind).or(said::kind));
    }

    private static Optional<Instant> proof(ConnectionStatus status, Optional<Instant> sighted) {
        Optional<Instant> byStatus = status instanceof ConnectionStatus.Connected connected ? Optional.of(connected.since())
                : status instanceof ConnectionStatus.Offline offline ? offline.lastSeen() : Optional.empty();
        return Stream.of(sighted, byStatus).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    private DeviceView stranger(String key, List<Seen> seen, Map<String, String> pairedSkeletons) {
        List<SeenRoute> routes = routes(seen, List.of());
        Proximity proximity = routes.stream().map(r -> r.route().proximity()).min(Comparator.naturalOrder()).orElse(Proximity.LAN);
        Optional<Advert> advert = newest(seen).map(a -> a.advert(routes.stream().map(SeenRoute::route).distinct().toList()));
        Optional<String> label = seen.stream().flatMap(s -> s.label().stream()).findFirst();
        String name = advert.flatMap(Advert::name).or(() -> label).orElseGet(() -> advert.isPresent() ? "unnamed " + key.substring(0, 4) + "-" + key.substring(4, 8) : key);
        List<String> warnings = pairedSkeletons.isEmpty() ? List.of()
                : advert.flatMap(Advert::name).or(() -> label).flatMap(shown -> lookAlike(shown, pairedSkeletons)).stream().toList();
        return new DeviceView(key, name, new Unknown(advert, proximity, SecurityContext.NONE), routes, lastSeen(seen), warnings, advert.map(Advert::kind));
    }

    /** When a device begins its next epoch, both its adverts are there for a moment. One that leads nowhere else and is newer takes the place of the other. */
    private static List<DeviceView> withoutReplaced(List<DeviceView> strangers) {
        Map<String, DeviceView> newest = new HashMap<>();
        strangers.forEach(v -> places(v).forEach(place -> newest.merge(place, v, (a, b) -> issued(a).isBefore(issued(b)) ? b : a)));
        return strangers.stream().filter(v -> places(v).map(newest::get).noneMatch(other -> replaces(other, v))).toList();
    }

    /** Where somebody of this name is. */
    private static Stream<String> places(DeviceView view) {
        String name = advert(view).flatMap(Advert::name).orElse("");
        return advert(view).isEmpty() ? Stream.empty() : view.routes().stream().map(r -> RouteOrder.address(r.route()) + " " + name);
    }

    private static boolean replaces(DeviceView newer, DeviceView older) {
        return issued(newer).isAfter(issued(older)) && places(older).collect(Collectors.toSet()).containsAll(places(newer).toList());
    }

    private static Optional<Advert> advert(DeviceView stranger) {
        return ((Unknown) stranger.relationship()).advert();
    }

    private static Instant issued(DeviceView stranger) {
        return advert(stranger).map(Advert::issued).orElse(Instant.MIN);
    }

    private DeviceView blocked(Blocked blocked) {
        String name = trust.pair(blocked.id()).map(Pair::name).orElse(blocked.id().display());
        return new DeviceView(blocked.id().hex(), name, blocked, List.of(), Optional.empty(), List.of());
    }

    private List<SeenRoute> routes(List<Seen> seen, List<Known> history) {
        Comparator<Route> best = order.comparator(history);
        return seen.stream().flatMap(s -> s.routes().stream().map(r -> new SeenRoute(r, s.foundBy(), s.details()))).distinct()
                .sorted(Comparator.comparing(SeenRoute::route, best).thenComparing(SeenRoute::foundBy).thenComparing(r -> r.details().toString())).toList();
    }

    private static Optional<SignedAdvert> newest(List<Seen> seen) {
        return seen.stream().flatMap(s -> s.advert().stream()).max(Comparator.comparing(SignedAdvert::issued));
    }

    private static Optional<Instant> lastSeen(List<Seen> seen) {
        return seen.stream().map(Seen::at).max(Comparator.naturalOrder());
    }

    private static int group(DeviceView view) {
        if (view.relationship() instanceof Paired paired) {
            return paired.status() instanceof ConnectionStatus.Connected ? 0
                    : paired.status() instanceof ConnectionStatus.Connecting ? 1
                    : paired.status() instanceof ConnectionStatus.Discovered ? 2 : 3;
        }
        return view.relationship() instanceof Blocked ? 6 : ((Unknown) view.relationship()).advert().isPresent() ? 4 : 5;
    }

    /** Routes to a paired device, seen ones first, remembered ones behind. */
    List<Route> routes(DeviceId device) {
        List<Known> history = known.of(device);
        List<Route> seen = sightings.all().stream().filter(s -> s.pair().filter(device::equals).isPresent()).flatMap(s -> s.routes().stream()).toList();
        List<Route> best = order.ordered(seen, history);
        Set<String> have = best.stream().map(RouteOrder::address).collect(Collectors.toSet());
        return Stream.concat(best.stream(), history.stream().map(Known::route).filter(r -> !have.contains(RouteOrder.address(r)))).toList();
    }

    /** Which pair an advert's key belongs to, as seen now. */
    Optional<DeviceId> pairOf(String advertKey) {
        return sightings.all().stream().filter(s -> s.advert().filter(a -> a.key().equals(advertKey)).isPresent()).flatMap(s -> s.pair().stream()).findFirst();
    }

    /** The blocked device that is seen at one of these routes, if it still lets itself be recognised. */
    Optional<Blocked> blockedAt(List<Route> routes) {
        Set<String> addresses = routes.stream().map(RouteOrder::address).collect(Collectors.toSet());
        return sightings.all().stream().filter(s -> s.routes().stream().anyMatch(r -> addresses.contains(RouteOrder.address(r)))).flatMap(s -> s.pair().stream())
                .flatMap(id -> trust.blocked(id).stream()).findFirst();
    }

    /** Routes to whoever announces this nameplate. */
    List<Route> withNameplate(int nameplate) {
        List<Seen> all = sightings.all();
        List<Route> routes = all.stream().collect(Collectors.groupingBy(Seen::identity)).values().stream()
                .filter(group -> newest(group).filter(a -> a.nameplates().contains(nameplate)).isPresent())
                .flatMap(group -> group.stream().flatMap(s -> s.routes().stream())).toList();
        return order.ordered(routes, List.of());
    }

    /** Routes that were made of a ticket's addresses, as they were reported. */
    List<Route> ofScan(String key) {
        return sightings.all().stream().filter(s -> key.equals(s.details().get(Scans.DETAIL))).flatMap(s -> s.routes().stream()).distinct().toList();
    }
}
