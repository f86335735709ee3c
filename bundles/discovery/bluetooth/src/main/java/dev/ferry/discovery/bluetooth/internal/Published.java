package dev.ferry.discovery.bluetooth.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.Variant;

/** The objects by which BlueZ takes one announcement: what it says, and the values that can be read from this device. All of them stay the same as long as they are there. */
final class Published {
    /** The parts of letters are values of this kind. */
    static final String PART = "b3c4a9f2-6d27-4f0e-9a58-f3e771d0c1e5";
    private static final String ADVERTISEMENT = "org.bluez.LEAdvertisement1";
    private static final String SERVICE = "org.bluez.GattService1";
    private static final String CHARACTERISTIC = "org.bluez.GattCharacteristic1";

    /** @see <a href="https://github.com/bluez/bluez/blob/5.66/doc/advertising-api.txt">BlueZ's description</a> */
    @DBusInterfaceName(ADVERTISEMENT)
    public interface Releasable extends DBusInterface {
        /** BlueZ has taken it back: it looks after its adapters itself, and {@link Station} after BlueZ. */
        void Release();
    }

    /** @see <a href="https://github.com/bluez/bluez/blob/5.66/doc/gatt-api.txt">BlueZ's description</a> */
    @DBusInterfaceName(CHARACTERISTIC)
    public interface Readable extends DBusInterface {
        /** From the offset that the options name. */
        byte[] ReadValue(Map<String, Variant<?>> options);
    }

    private final String root;
    private final Map<String, Variant<?>> advertisement;
    private final List<byte[]> parts;

    /** @param number of this announcement among those of the connection */
    Published(int number, Letter letter) {
        this.root = "/dev/ferry/bluetooth/n" + number;
        this.advertisement = Map.of("Type", new Variant<>("peripheral"),
                "ServiceData", new Variant<>(Map.of(Beacon.SERVICE, new Variant<>(letter.beacon().encode(), "ay")), "a{sv}"));
        this.parts = letter.parts();
    }

    DBusPath application() {
        return new DBusPath(root);
    }

    DBusPath advertisement() {
        return new DBusPath(root + "/beacon");
    }

    List<DBusInterface> objects() {
        List<DBusInterface> objects = new ArrayList<>(List.of(new Application(), new Advertisement()));
        for (int i = 0; i < parts.size(); i++) {
            objects.add(new Value(service() + "/part" + i, parts.get(i)));
        }
        return objects;
    }

    private String service() {
        return root + "/service";
    }

    private Map<DBusPath, Map<String, Map<String, Variant<?>>>> managed() {
        Map<DBusPath, Map<String, Map<String, Variant<?>>>> managed = new HashMap<>();
        managed.put(new DBusPath(service()), Map.of(SERVICE, Map.of("UUID", new Variant<>(Beacon.SERVICE), "Primary", new Variant<>(true))));
        for (int i = 0; i < parts.size(); i++) {
            managed.put(new DBusPath(service() + "/part" + i), Map.of(CHARACTERISTIC, Map.of("UUID", new Variant<>(PART),
                    "Service", new Variant<>(new DBusPath(service())), "Flags", new Variant<>(new String[] {"read"}))));
        }
        return managed;
    }

    /** What BlueZ asks for what can be read. */
    public final class Application implements ObjectManager {
        @Override
        public String getObjectPath() {
            return root;
        }

        @Override
        public Map<DBusPath, Map<String, Map<String, Variant<?>>>> GetManagedObjects() {
            return managed();
        }
    }

    /** What BlueZ asks for what to say. */
    public final class Advertisement implements Releasable, Properties {
        @Override
        public String getObjectPath() {
            return advertisement().getPath();
        }

        @Override
        public void Release() {
            // see Releasable
        }

        @Override
        @SuppressWarnings("unchecked")
        public <A> A Get(String of, String property) {
            return (A) advertisement.get(property);
        }

        @Override
        public <A> void Set(String of, String property, A value) {
            throw new UnsupportedOperationException("Nothing can be changed");
        }

        @Override
        public Map<String, Variant<?>> GetAll(String of) {
            return advertisement;
        }
    }

    /** A value that a neighbour reads, piece by piece where it has to. */
    public static final class Value implements Readable {
        private final String path;
        private final byte[] bytes;

        Value(String path, byte[] bytes) {
            this.path = path;
            this.bytes = bytes;
        }

        @Override
        public String getObjectPath() {
            return path;
        }

        @Override
        public byte[] ReadValue(Map<String, Variant<?>> options) {
            int offset = options.containsKey("offset") && options.get("offset").getValue() instanceof UInt16 from ? from.intValue() : 0;
            return Arrays.copyOfRange(bytes, Math.min(offset, bytes.length), bytes.length);
        }
    }
}
