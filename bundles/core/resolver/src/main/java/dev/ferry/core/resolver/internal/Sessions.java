package dev.ferry.core.resolver.internal;

import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Route;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the session layer has told about paired devices. Any thread. */
final class Sessions {
    private record State(Optional<ConnectionStatus> live, Optional<Instant> lastSeen, Optional<String> lastError) { }

    private static final State UNKNOWN = new State(Optional.empty(), Optional.empty(), Optional.empty());

    private final Map<DeviceId, State> states = new HashMap<>();

    synchronized void connecting(DeviceId device, Instant now) {
        State old = states.getOrDefault(device, UNKNOWN);
        if (!(old.live().orElse(null) instanceof ConnectionStatus.Connected)) {
            states.put(device, new State(Optional.of(new ConnectionStatus.Connecting(now)), old.lastSeen(), old.lastError()));
        }
    }

    synchronized void connected(DeviceId device, Route route, Instant now) {
        states.put(device, new State(Optional.of(new ConnectionStatus.Connected(now, route)), Optional.of(now), Optional.empty()));
    }

    synchronized void disconnected(DeviceId device, Optional<String> error, Instant now) {
        State old = states.getOrDefault(device, UNKNOWN);
        boolean wasConnected = old.live().orElse(null) instanceof ConnectionStatus.Connected;
        states.put(device, new State(Optional.empty(), wasConnected ? Optional.of(now) : old.lastSeen(), error));
    }

    synchronized void forget(DeviceId device) {
        states.remove(device);
    }

    /**
     * @param sighted      when discovery last saw it, if it sees it now
     * @param rememberedAt when it was last reached, as written down
     */
    synchronized ConnectionStatus status(DeviceId device, Optional<Instant> sighted, Optional<Instant> rememberedAt) {
        State state = states.getOrDefault(device, UNKNOWN);
        return state.live().orElseGet(() -> sighted.<ConnectionStatus>map(ConnectionStatus.Discovered::new).orElseGet(() ->
                new ConnectionStatus.Offline(Stream.of(state.lastSeen(), rememberedAt).flatMap(Optional::stream).max(Instant::compareTo), state.lastError())));
    }
}
