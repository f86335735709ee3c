package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for devices that were named and are not seen yet: a device that has just started has heard nobody, and one that has just become visible was not heard. */
final class Appearance {
    /** An announcement and the answers to a first multicast question take 3 s at most; the rest is for a busy machine. */
    private static final long LONGEST_MILLIS = 5_000;

    private final DeviceService devices;

    Appearance(DeviceService devices) {
        this.devices = devices;
    }

    /** Until each of the texts means something, even if that is a refusal; at most the time that the client gave, and no longer than the client is there. Called by the verb's thread. */
    void await(Exchange exchange, List<String> texts) throws FerryException, InterruptedException {
        List<String> absent = new ArrayList<>(texts);
        CompletableFuture<Void> over = new CompletableFuture<Void>().completeOnTimeout(null, exchange.arguments().number("waitMillis").orElse(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
        exchange.onCancel(() -> over.complete(null));
        Registration registration = devices.follow(list -> exchange.later(() -> {
            absent.removeIf(this::meansSomething);
            if (absent.isEmpty()) {
                over.complete(null);
            }
        }));
        try {
            exchange.await(over);
        } finally {
            registration.close();
        }
    }

    private boolean meansSomething(String text) {
        try {
            devices.resolve(new ShareTarget.DeviceIdentifier(text));
            return true;
        } catch (FerryException e) {
            return !(e.problem() instanceof Problem.NotFound);
        }
    }
}
