package dev.ferry.discovery.bluetooth.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/** One adapter of BlueZ: hears, says, and reads from neighbours. One caller at a time for each of the three. */
final class Radio {
    static final String BLUEZ = "org.bluez";
    static final String ADAPTER = "org.bluez.Adapter1";
    static final String DEVICE = "org.bluez.Device1";
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";
    private static final String CHARACTERISTIC = "org.bluez.GattCharacteristic1";
    private static final Duration SOON = Duration.ofSeconds(5);
    /** Together no longer than what the core allows for anything. */
    private static final Duration CONNECT = Duration.ofSeconds(6);
    private static final Duration READ = Duration.ofSeconds(8);
    private static final int MOST_VALUES = 32;

    private final Bus bus;
    private final String adapter;
    private final Object resolved = new Object();

    private Radio(Bus bus, String adapter) {
        this.bus = bus;
        this.adapter = adapter;
    }

    /**
     * @param wanted name of the adapter; empty for the first that is on
     * @throws IOException with a sentence for a person
     */
    static Radio open(Bus bus, String wanted) throws IOException {
        Map<String, Map<?, ?>> adapters = objects(bus, "/" + BLUEZ.replace('.', '/') + "/", ADAPTER);
        adapters.keySet().removeIf(path -> !wanted.isEmpty() && !path.endsWith("/" + wanted));
        Optional<String> on = adapters.entrySet().stream().filter(e -> Values.isTrue(e.getValue(), "Powered")).map(Map.Entry::getKey).findFirst();
        if (adapters.isEmpty()) {
            throw new IOException(wanted.isEmpty() ? "This machine has no Bluetooth adapter; one that is plugged in is used at once."
                    : "There is no Bluetooth adapter '" + wanted + "', which the configuration names; it is used as soon as it is there.");
        }
        return new Radio(bus, on.orElseThrow(() -> new IOException("The Bluetooth adapter " + name(adapters.keySet().iterator().next())
                + " is turned off; turn it on, for example with 'bluetoothctl power on', or see 'rfkill list'.")));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The properties of one interface of all objects below a path. */
    private static Map<String, Map<?, ?>> objects(Bus bus, String below, String type) throws IOException {
        Map<String, Map<?, ?>> found = new TreeMap<>();
        Map<?, ?> all = Values.map(Values.at(bus.call(SOON, "/", "org.freedesktop.DBus.ObjectManager.GetManagedObjects", ""), 0).orElse(Map.of()));
        all.forEach((path, interfaces) -> {
            if (path.toString().startsWith(below) && Values.map(interfaces).containsKey(type)) {
                found.put(path.toString(), Values.map(Values.map(interfaces), type));
            }
        });
        return found;
    }

    String adapter() {
        return adapter;
    }

    boolean has(String device) {
        return device.startsWith(adapter + "/");
    }

    void listen() throws IOException {
        // Announcements that only carry data belong to no service by which BlueZ could choose. Duplicates say who is still there.
        Map<String, Variant<?>> filter = Map.of("Transport", new Variant<>("le"), "DuplicateData", new Variant<>(true));
        bus.call(SOON, adapter, ADAPTER + ".SetDiscoveryFilter", "a{sv}", filter);
        bus.call(SOON, adapter, ADAPTER + ".StartDiscovery", "");
    }

    void stopListening() throws IOException {
        bus.call(SOON, adapter, ADAPTER + ".StopDiscovery", "");
    }

    /** What BlueZ remembers from before is heard too: it tells only of changes. */
    Map<String, Map<?, ?>> known() throws IOException {
        return objects(bus, adapter + "/", DEVICE);
    }

    void say(Published published) throws IOException {
        for (DBusInterface object : published.objects()) {
            bus.export(object);
        }
        try {
            Map<String, Variant<?>> none = Map.of();
            bus.call(SOON, adapter, "org.bluez.GattManager1.RegisterApplication", "oa{sv}", published.application(), none);
            bus.call(SOON, adapter, "org.bluez.LEAdvertisingManager1.RegisterAdvertisement", "oa{sv}", published.advertisement(), none);
        } catch (IOException e) {
            takeBack(published);
            throw new IOException(name(adapter) + " takes no announcement: " + e.getMessage() + ".", e);
        }
    }

    /** As far as BlueZ still knows it. */
    void takeBack(Published published) {
        forget("org.bluez.LEAdvertisingManager1.UnregisterAdvertisement", published.advertisement());
        forget("org.bluez.GattManager1.UnregisterApplication", published.application());
        published.objects().forEach(bus::withdraw);
    }

    private void forget(String member, DBusPath object) {
        try {
            bus.call(SOON, adapter, member, "o", object);
        } catch (IOException e) {
            // Nothing is said any more where BlueZ, the bus or the adapter is gone, or did not take it in the first place.
        }
    }

    /** A device has become ready to be read from. Any thread. */
    void servicesResolved() {
        synchronized (resolved) {
            resolved.notifyAll();
        }
    }

    /** The values of our kind; those that are too long for any are left out. Takes up to {@link #CONNECT} and {@link #READ}. */
    List<byte[]> read(String device) throws IOException, InterruptedException {
        Map<?, ?> before = Values.map(Values.at(bus.call(SOON, device, PROPERTIES + ".GetAll", "s", DEVICE), 0).orElse(Map.of()));
        boolean connected = Values.isTrue(before, "Connected");
        try {
            if (!connected) {
                bus.call(CONNECT, device, DEVICE + ".Connect", "");
            }
            return values(device, System.nanoTime() + READ.toNanos());
        } finally {
            if (!connected) {
                leave(device, before);
            }
        }
    }

    private List<byte[]> values(String device, long deadline) throws IOException, InterruptedException {
        synchronized (resolved) {
            while (!Boolean.TRUE.equals(Values.at(bus.call(left(deadline), device, PROPERTIES + ".Get", "ss", DEVICE, "ServicesResolved"), 0).orElse(false))) {
                resolved.wait(Math.min(left(deadline).toMillis(), 500));
            }
        }
        List<byte[]> values = new ArrayList<>();
        for (Map.Entry<String, Map<?, ?>> each : objects(bus, device + "/", CHARACTERISTIC).entrySet()) {
            boolean ours = Values.text(each.getValue(), "UUID").filter(uuid -> uuid.toLowerCase(Locale.ROOT).equals(Published.PART)).isPresent();
            if (ours && values.size() < MOST_VALUES) {
                Map<String, Variant<?>> whole = Map.of();
                Values.at(bus.call(left(deadline), each.getKey(), CHARACTERISTIC + ".ReadValue", "a{sv}", whole), 0)
                        .flatMap(value -> Values.bytes(value, Letter.PART)).ifPresent(values::add);
            }
        }
        return values;
    }

    private static Duration left(long deadline) throws IOException {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.toMillis() < 1) {
            throw new IOException("The device takes too long");
        }
        return left;
    }

    /** BlueZ would keep everybody it once connected to: a stranger's device is forgotten, one of this person's only left. */
    private void leave(String device, Map<?, ?> before) {
        boolean known = Values.isTrue(before, "Paired") || Values.isTrue(before, "Bonded") || Values.isTrue(before, "Trusted");
        try {
            if (known) {
                bus.call(SOON, device, DEVICE + ".Disconnect", "");
            } else {
                bus.call(SOON, adapter, ADAPTER + ".RemoveDevice", "o", new DBusPath(device));
            }
        } catch (IOException e) {
            // It went away by itself.
        }
    }
}
