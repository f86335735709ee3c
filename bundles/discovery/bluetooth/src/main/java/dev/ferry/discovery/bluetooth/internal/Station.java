package dev.ferry.discovery.bluetooth.internal;

import dev.ferry.discovery.bluetooth.internal.Bus.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings bus, adapter, listening and announcements to what they should be, whatever of it came or went. {@link #round} and {@link #close} are called by one thread at a time; signals
 * come on the connection's own.
 */
final class Station {
    private static final Logger LOG = LoggerFactory.getLogger(Station.class);

    /** Called on the connection's thread: returns at once. */
    interface Reports {
        /** A device said something. @param properties that are new */
        void heard(String device, Map<?, ?> properties);

        /** A round is due. */
        void changed();
    }

    private final BluetoothSettings settings;
    private final Reports reports;
    private final Map<Letter, Published> said = new HashMap<>();
    private int number;
    private boolean listening;
    private volatile Optional<Bus> bus = Optional.empty();
    private volatile Optional<Radio> radio = Optional.empty();
    private volatile boolean shaken;

    Station(BluetoothSettings settings, Reports reports) {
        this.settings = settings;
        this.reports = reports;
    }

    /** Whether nothing is open. Any thread. */
    boolean idle() {
        return bus.isEmpty();
    }

    /** The adapter, while there is one. Any thread. */
    Optional<Radio> radio() {
        return radio;
    }

    /** @return what does not work, for a person; empty if all does */
    String round(boolean listen, List<Letter> letters) {
        if (!listen && letters.isEmpty()) {
            close();
            return "";
        }
        try {
            Radio open = ready();
            if (listen != listening) {
                hear(open, listen);
            }
            speak(open, letters);
            return "";
        } catch (IOException e) {
            LOG.debug("Bluetooth is not used now", e);
            return e.getMessage();
        }
    }

    private Radio ready() throws IOException {
        if (shaken || bus.filter(Bus::isOpen).isEmpty()) {
            close();
        }
        if (bus.isEmpty()) {
            Bus opened = Bus.open(settings.bus(), Radio.BLUEZ);
            bus = Optional.of(opened);
            shaken = false;
            opened.listen("org.freedesktop.DBus.NameOwnerChanged", this::owner);
            opened.listen("org.freedesktop.DBus.ObjectManager.InterfacesAdded", this::added);
            opened.listen("org.freedesktop.DBus.ObjectManager.InterfacesRemoved", this::removed);
            opened.listen("org.freedesktop.DBus.Properties.PropertiesChanged", this::properties);
        }
        if (radio.isEmpty()) {
            radio = Optional.of(Radio.open(bus.get(), settings.adapter()));
        }
        return radio.get();
    }

    private void hear(Radio open, boolean listen) throws IOException {
        if (listen) {
            open.listen();
            open.known().forEach(reports::heard);
        } else {
            open.stopListening();
        }
        listening = listen;
    }

    private void speak(Radio open, List<Letter> letters) throws IOException {
        // The old first: an adapter says few things at a time.
        for (Letter letter : List.copyOf(said.keySet())) {
            if (!letters.contains(letter)) {
                open.takeBack(said.remove(letter));
            }
        }
        for (Letter letter : letters) {
            if (!said.containsKey(letter)) {
                Published published = new Published(number++, letter);
                open.say(published);
                said.put(letter, published);
            }
        }
    }

    private void owner(Signal signal) {
        if (Values.at(signal.values(), 0).filter(Radio.BLUEZ::equals).isPresent()) {
            shake();
        }
    }

    private void added(Signal signal) {
        String path = Values.at(signal.values(), 0).map(Object::toString).orElse("");
        Map<?, ?> interfaces = Values.map(Values.at(signal.values(), 1).orElse(Map.of()));
        if (interfaces.containsKey(Radio.DEVICE)) {
            heard(path, Values.map(interfaces, Radio.DEVICE));
        } else if (interfaces.containsKey(Radio.ADAPTER) && radio.isEmpty()) {
            reports.changed();
        }
    }

    private void removed(Signal signal) {
        String path = Values.at(signal.values(), 0).map(Object::toString).orElse("");
        boolean adapter = Values.at(signal.values(), 1).filter(interfaces -> interfaces instanceof List<?> list && list.contains(Radio.ADAPTER)).isPresent();
        if (adapter && radio.filter(r -> r.adapter().equals(path)).isPresent()) {
            shake();
        }
    }

    private void properties(Signal signal) {
        String of = Values.at(signal.values(), 0).map(Object::toString).orElse("");
        Map<?, ?> changed = Values.map(Values.at(signal.values(), 1).orElse(Map.of()));
        if (of.equals(Radio.DEVICE)) {
            heard(signal.path(), changed);
        } else if (of.equals(Radio.ADAPTER) && changed.containsKey("Powered")) {
            if (radio.filter(r -> r.adapter().equals(signal.path())).isPresent()) {
                shake();
            } else {
                reports.changed();
            }
        }
    }

    private void heard(String device, Map<?, ?> properties) {
        radio.filter(r -> r.has(device)).ifPresent(r -> {
            if (Values.isTrue(properties, "ServicesResolved")) {
                r.servicesResolved();
            }
            reports.heard(device, properties);
        });
    }

    /** What was registered may be gone with BlueZ or the adapter: the next round begins anew. */
    private void shake() {
        shaken = true;
        reports.changed();
    }

    /** BlueZ ends what a connection began when the connection ends. */
    void close() {
        List<Published> all = new ArrayList<>(said.values());
        said.clear();
        listening = false;
        if (!shaken) {
            radio.ifPresent(open -> all.forEach(open::takeBack));
        }
        radio = Optional.empty();
        bus.ifPresent(Bus::close);
        bus = Optional.empty();
    }
}
