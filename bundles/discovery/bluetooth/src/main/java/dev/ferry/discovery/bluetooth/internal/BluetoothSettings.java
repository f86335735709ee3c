package dev.ferry.discovery.bluetooth.internal;

import java.time.Duration;

/**
 * What the owner chose, and how patient the plugin is.
 *
 * @param bus     address of the message bus on which BlueZ is
 * @param adapter name of the adapter to use, such as {@code hci0}; empty for the first that is on
 * @param lost    who was not heard for so long is gone
 * @param round   how soon what does not work is tried again, at first; each time after twice as long, up to twelve times this
 */
record BluetoothSettings(String bus, String adapter, Duration lost, Duration round) {
    private static final String SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket";
    /** Neighbours announce about once a second, and many announcements are lost. */
    private static final Duration LOST = Duration.ofSeconds(30);
    private static final Duration ROUND = Duration.ofSeconds(5);

    /** @param bus empty for the system's */
    static BluetoothSettings of(String bus, String adapter) {
        String system = System.getenv().getOrDefault("DBUS_SYSTEM_BUS_ADDRESS", SYSTEM_BUS);
        return new BluetoothSettings(bus.isBlank() ? system : bus.strip(), adapter.strip(), LOST, ROUND);
    }
}
