package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.NodeStatus;
import dev.ferry.api.PluginService;
import dev.ferry.api.PluginView;
import dev.ferry.api.ShareTarget;
import dev.ferry.edge.control.internal.doctor.Finding;
import dev.ferry.edge.control.internal.doctor.HomeChecks;
import dev.ferry.edge.control.internal.doctor.NetworkChecks;
import dev.ferry.edge.control.internal.doctor.PartChecks;
import dev.ferry.edge.control.internal.doctor.TargetChecks;
import dev.ferry.model.FerryException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what may be in the way of finding and reaching devices in general, and one device where it is named. */
final class DoctorVerb implements Verbs.Verb {
    private final Services services;
    private final Map<String, Path> folders;
    private final InstantSource clock;

    /** @param folders of the home by name */
    DoctorVerb(Services services, Map<String, Path> folders, InstantSource clock) {
        this.services = services;
        this.folders = folders;
        this.clock = clock;
    }

    @Override
    public int run(Exchange exchange) throws FerryException, InterruptedException {
        DeviceService devices = services.need(DeviceService.class);
        Optional<String> target = exchange.arguments().text("target");
        Diagnosis diagnosis = new Diagnosis(exchange);
        NodeStatus status = devices.status();
        diagnosis.tell(new HomeChecks(folders, clock).run());
        diagnosis.tell(PartChecks.run(status, devices.discoveryNotes(), jars(), devices.visibleUntil()));
        diagnosis.tell(TargetChecks.warnings(devices.devices()));
        diagnosis.tell(new NetworkChecks(System::nanoTime).run(status.routes()));
        if (target.isPresent()) {
            new Appearance(devices).await(exchange, List.of(target.get()));
            diagnosis.tell(target(devices, target.get()));
        }
        return diagnosis.end();
    }

    private List<PluginView> jars() {
        try {
            return services.need(PluginService.class).plugins();
        } catch (FerryException e) {
            // Without the part for them there is no plugin folder.
            return List.of();
        }
    }

    private List<Finding> target(DeviceService devices, String typed) {
        try {
            return new TargetChecks(System::nanoTime).run(typed, devices.resolve(new ShareTarget.DeviceIdentifier(typed)), clock.instant());
        } catch (FerryException e) {
            return List.of(TargetChecks.refused(typed, e.problem()));
        }
    }

    /** Tells each finding as it is made, and counts. */
    private static final class Diagnosis {
        private final Exchange exchange;
        private final Map<Finding.Result, Integer> counts = new EnumMap<>(Finding.Result.class);
        private Optional<Finding> worst = Optional.empty();

        Diagnosis(Exchange exchange) {
            this.exchange = exchange;
        }

        void tell(List<Finding> findings) {
            for (Finding finding : findings) {
                counts.merge(finding.result(), 1, Integer::sum);
                if (worst.isEmpty() && finding.result() == Finding.Result.FAULT) {
                    worst = Optional.of(finding);
                }
                exchange.emit("check", Views.object().add("check", Views.lower(finding.check())).add("subject", finding.subject()).add("result", Views.lower(finding.result()))
                        .add("message", finding.message()));
            }
        }

        /** The first fault decides: what comes later is often its consequence. */
        int end() {
            exchange.emit("diagnosis", Views.object().add("ok", count(Finding.Result.OK)).add("warnings", count(Finding.Result.WARNING)).add("faults", count(Finding.Result.FAULT)));
            return worst.map(fault -> exit(fault.check())).orElse(ExitCodes.OK);
        }

        private int count(Finding.Result result) {
            return counts.getOrDefault(result, 0);
        }

        private static int exit(Finding.Check check) {
            return switch (check) {
                case HOME, CLOCK, PLUGIN, VISIBILITY -> ExitCodes.BAD_CONFIGURATION;
                case DISK -> ExitCodes.NO_SPACE;
                case INTERFACE, MULTICAST, PORT, TARGET, SIGHTING, ROUTE -> ExitCodes.NOT_FOUND;
            };
        }
    }
}
