package dev.ferry.edge.control.internal.doctor;

import dev.ferry.api.DeviceView;
import dev.ferry.api.DeviceView.SeenRoute;
import dev.ferry.edge.control.internal.doctor.Finding.Check;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** One device: who has seen it where, and what happens at each of its addresses. */
public final class TargetChecks {
    private final RouteProbe probe;

    public TargetChecks(LongSupplier nanos) {
        this.probe = new RouteProbe(nanos);
    }

    /** It means nothing, or several things, or is blocked. */
    public static Finding refused(String typed, Problem problem) {
        return Finding.fault(Check.TARGET, typed, problem.message());
    }

    /** What is strange about devices that are known: a clock that differs, a name that looks like another's. */
    public static List<Finding> warnings(List<DeviceView> devices) {
        return devices.stream().flatMap(d -> d.warnings().stream().map(w -> Finding.warning(Check.TARGET, d.name(), w))).toList();
    }

    public List<Finding> run(String typed, DeviceView device, Instant now) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(Check.TARGET, typed, "It is " + device.name() + ", " + (device.relationship() instanceof Paired ? "a paired device" : "a device that is not paired")
                + connection(device) + "."));
        if (device.routes().isEmpty()) {
            findings.add(Finding.fault(Check.SIGHTING, typed, "No discovery plugin sees it" + device.lastSeen().map(t -> ", last " + ago(t, now) + " ago").orElse("")
                    + ". See that Ferry runs there (ferry up), and that both are on one network that lets devices see each other: guest networks, client isolation of a Wi-Fi and VPNs do not. "
                    + "If its address is known, try ferry doctor HOST:PORT, or send with a ticket."));
            return findings;
        }
        device.routes().stream().collect(Collectors.groupingBy(SeenRoute::foundBy)).forEach((by, routes) -> findings.add(Finding.ok(Check.SIGHTING, by,
                (by.equals("typed") ? "You named it by its address, " : by + " sees it at ") + routes.stream().map(r -> r.route().address()).distinct().collect(Collectors.joining(", "))
                        + device.lastSeen().map(t -> ", last " + ago(t, now) + " ago").orElse("") + ".")));
        findings.addAll(routes(device.routes().stream().map(SeenRoute::route).distinct().toList()));
        return findings;
    }

    private static String connection(DeviceView device) {
        return device.relationship() instanceof Paired paired && paired.status() instanceof ConnectionStatus.Connected ? ", and connected now" : "";
    }

    private static String ago(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    /** One that works is enough: then the others are no fault. */
    private List<Finding> routes(List<Route> routes) {
        List<Finding> findings = new ArrayList<>();
        for (Route route : routes) {
            findings.add(route(route, probe.knock(route)));
        }
        boolean reached = findings.stream().anyMatch(f -> f.result() == Finding.Result.OK);
        return findings.stream().map(f -> reached && f.result() == Finding.Result.FAULT ? Finding.warning(f.check(), f.subject(), f.message()) : f).toList();
    }

    private static Finding route(Route route, RouteProbe.Answer answer) {
        String after = " (" + RouteProbe.seconds(answer) + ")";
        Optional<String> fault = switch (answer.outcome()) {
            case FERRY, UNKNOWN -> Optional.empty();
            case OTHER -> Optional.of("Something takes connections and is not Ferry" + after + ": the port belongs to another program. ferry status there names Ferry's.");
            case REFUSED -> Optional.of("The device is there and nothing listens" + after + ": Ferry does not run there, uses another port, or a firewall there refuses. Start it with ferry up.");
            case SILENT -> Optional.of("No answer came back" + after + ": the device is off or elsewhere, a firewall there or here drops what passes, or the network keeps devices apart. "
                    + "Allow Ferry's port there, and outgoing TCP to it here.");
            case NO_WAY -> Optional.of("No way leads there from here" + after + ": the address is of another network, or the device is off. Join its network, or see what a VPN here routes.");
            case FORBIDDEN -> Optional.of("This device's own firewall does not let packets out" + after + ". Allow outgoing TCP to Ferry's port.");
        };
        return fault.map(message -> Finding.fault(Check.ROUTE, route.toString(), message)).orElseGet(() -> answer.outcome() == RouteProbe.Outcome.FERRY
                ? Finding.ok(Check.ROUTE, route.toString(), "Ferry answers" + after + ".") : Finding.warning(Check.ROUTE, route.toString(), "Addresses of this transport are not tried here."));
    }
}
