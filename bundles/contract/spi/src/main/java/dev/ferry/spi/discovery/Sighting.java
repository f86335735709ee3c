package dev.ferry.spi.discovery;

import dev.ferry.model.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Something a plugin saw. A hint: the core verifies the record's signature, filters the routes by it, merges by key, limits and expires.
 *
 * @param key     names this sighting within the plugin, so that it can be renewed and withdrawn; 1 to 255 characters
 * @param record  the signed record as announced, unread; empty for a partial sighting (an address without an advert)
 * @param routes  ways to reach what was seen
 * @param ttl     how long it holds without renewal, 1 s to 24 h
 * @param details for display: {@code interface}, {@code rssi}, {@code hops}, {@code latency-ms}, {@code label} (a configured name of a partial sighting),
 *                {@link Scans#DETAIL}; at most 16
 */
public record Sighting(String key, Optional<byte[]> record, List<Route> routes, Duration ttl, Map<String, String> details) {
    public Sighting {
        if (key.isEmpty() || key.length() > 255) {
            throw new IllegalArgumentException("A sighting's key has 1 to 255 characters");
        }
        record = Objects.requireNonNull(record, "record").map(byte[]::clone);
        routes = List.copyOf(routes);
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("A sighting holds from 1 s to 24 h, not " + ttl);
        }
        details = Map.copyOf(details);
    }
}
