package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceFilter;
import dev.ferry.api.DeviceService;
import dev.ferry.api.DeviceView;
import dev.ferry.model.FerryException;
import dev.ferry.model.Registration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The devices that are there: at once, after a while of listening, or as they come and go. */
final class DevicesVerb implements Verbs.Verb {
    private final Services services;

    DevicesVerb(Services services) {
        this.services = services;
    }

    @Override
    public int run(Exchange exchange) throws FerryException, InterruptedException {
        DeviceService devices = services.need(DeviceService.class);
        DeviceFilter only = Choosing.filter(exchange.arguments());
        long millis = exchange.arguments().number("waitMillis").orElse(0);
        if (exchange.arguments().flag("follow")) {
            return follow(exchange, devices, only, new CompletableFuture<>());
        }
        if (millis > 0) {
            CompletableFuture<Void> over = new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
            exchange.onCancel(() -> over.complete(null));
            exchange.await(over);
        }
        devices.devices().stream().filter(only).forEach(device -> exchange.emit("device", Views.device(device, services)));
        return ExitCodes.OK;
    }

    private int follow(Exchange exchange, DeviceService devices, DeviceFilter only, CompletableFuture<Void> over) throws InterruptedException {
        exchange.onCancel(() -> over.complete(null));
        Changes changes = new Changes();
        Registration registration = devices.follow(list -> exchange.later(() -> changes.next(list.stream().filter(only).toList()).forEach(change ->
                exchange.emit("device", Views.device(change.device(), services).add("change", change.what())))));
        try {
            exchange.await(over);
        } finally {
            registration.close();
        }
        return ExitCodes.OK;
    }

    /** What differs between one list and the next. */
    static final class Changes {
        private final Map<String, DeviceView> known = new HashMap<>();

        record Change(String what, DeviceView device) { }

        List<Change> next(List<DeviceView> list) {
            List<Change> changes = new ArrayList<>();
            Set<String> gone = new HashSet<>(known.keySet());
            for (DeviceView device : list) {
                gone.remove(device.key());
                DeviceView before = known.put(device.key(), device);
                if (before == null) {
                    changes.add(new Change("appeared", device));
                } else if (!before.equals(device)) {
                    changes.add(new Change("changed", device));
                }
            }
            gone.forEach(key -> changes.add(new Change("gone", known.remove(key))));
            return changes;
        }
    }
}
