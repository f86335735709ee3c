package dev.ferry.discovery.mdns.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The configuration of this plugin.
 *
 * @param interfaces names of the network interfaces to use, also ones that are left out by default; empty for all usable ones
 * @param loopback   whether the loopback interface is used when nobody named it
 */
record MdnsSettings(List<String> interfaces, Loopback loopback) {
    /** When devices of this machine alone are looked for. */
    enum Loopback {
        /** While no other interface is usable. */
        AUTO,
        ALWAYS,
        NEVER
    }

    MdnsSettings {
        interfaces = List.copyOf(interfaces);
    }

    /** From the configuration's words; a wrong one is refused with what is allowed. */
    static MdnsSettings of(String[] interfaces, String loopback) {
        String word = loopback.trim().toUpperCase(Locale.ROOT);
        Loopback choice = Arrays.stream(Loopback.values()).filter(value -> value.name().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("loopback is auto, always or never, not '" + loopback + "'"));
        return new MdnsSettings(Arrays.stream(interfaces).map(String::trim).filter(name -> !name.isEmpty()).toList(), choice);
    }
}
