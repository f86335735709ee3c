package dev.ferry.edge.control.internal.doctor;

import dev.ferry.edge.control.internal.doctor.Finding.Check;
import dev.ferry.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Whether this device can find others and be reached. Takes a few seconds; blocks. */
public final class NetworkChecks {
    private static final int USUAL_PORT = 47900;

    private final LongSupplier nanos;
    private final RouteProbe probe;

    public NetworkChecks(LongSupplier nanos) {
        this.nanos = nanos;
        this.probe = new RouteProbe(nanos);
    }

    /** @param routes where this device listens */
    public List<Finding> run(List<Route> routes) {
        Interfaces.Seen seen = Interfaces.look();
        List<Finding> findings = new ArrayList<>(seen.findings());
        findings.addAll(Echo.listen(seen.usable(), nanos));
        if (routes.isEmpty()) {
            findings.add(Finding.fault(Check.PORT, "", "This device listens nowhere, so nobody can reach it. Its port may be taken, or no network is there: see the log, and dev.ferry.core.link in the "
                    + "configuration."));
        }
        routes.forEach(route -> findings.add(own(route)));
        routes.stream().filter(route -> !route.address().matches("\\[fe80:.*|127\\..*|\\[(0:|:)*1].*")).findFirst().ifPresent(route -> findings.add(Finding.ok(Check.PORT, "",
                "Whether a firewall here lets others in shows another device alone: run ferry doctor " + route.address().replaceAll("%[^\\]]*", "") + " there.")));
        return findings;
    }

    private Finding own(Route route) {
        RouteProbe.Answer answer = probe.knock(route);
        String subject = route.toString();
        return switch (answer.outcome()) {
            case FERRY -> Finding.ok(Check.PORT, subject, "It takes connections from here" + (route.address().endsWith(":" + USUAL_PORT) ? "." : ", at another port than " + USUAL_PORT
                    + ": that one was taken when this home was made, or the configuration says so."));
            case UNKNOWN -> Finding.ok(Check.PORT, subject, "Addresses of this transport are not tried here.");
            case OTHER -> Finding.fault(Check.PORT, subject, "Another program than Ferry answers there. Stop it, or give Ferry another port in the configuration.");
            case REFUSED, SILENT, NO_WAY, FORBIDDEN -> Finding.fault(Check.PORT, subject, "Not even this device itself gets through to it (" + RouteProbe.seconds(answer)
                    + "). A firewall here drops or refuses: allow TCP port " + route.address().replaceAll(".*:", "") + " in.");
        };
    }
}
