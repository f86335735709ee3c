package dev.ferry.spi.discovery;

import dev.ferry.model.Route;
import java.util.List;

/**
 * What the core hands to an advertiser. Opaque to the plugin: the record is signed, and a receiver gives it to its core unread.
 *
 * @param instance random name of this epoch, {@code [a-z0-9]{8,32}}: the only name that may be announced
 * @param record   signed record, at most 800 bytes
 * @param routes   where this device listens; the ones that the method cannot express are left out
 */
public record Advertisement(String instance, byte[] record, List<Route> routes) {
    /** Most bytes of a record: fits a TXT record of 1,100 bytes in base64url. */
    public static final int MAX_RECORD = 800;

    public Advertisement {
        if (!instance.matches("[a-z0-9]{8,32}")) {
            throw new IllegalArgumentException("An instance name is 8 to 32 of a-z and 0-9");
        }
        if (record.length > MAX_RECORD) {
            throw new IllegalArgumentException("A record has at most " + MAX_RECORD + " bytes, not " + record.length);
        }
        record = record.clone();
        routes = List.copyOf(routes);
    }

    @Override
    public byte[] record() {
        return record.clone();
    }
}
