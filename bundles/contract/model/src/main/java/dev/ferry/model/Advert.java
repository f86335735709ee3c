package dev.ferry.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a device says about itself while it is visible, after the core has verified its signature. The key is a throwaway of the current
 * discovery epoch: it recognises the same advert over several methods and dies with the epoch. An advert is a hint; only a link authenticates.
 *
 * @param key          hexadecimal SHA-256 of the throwaway Ed25519 public key (64 digits)
 * @param name         the name a visible device shows, already escaped and at most 64 characters; empty while it is not visible
 * @param kind         what sort of device it says it is
 * @param capabilities what it says it can do
 * @param nameplate    the public number of a code it is showing now
 * @param issued       when it was signed
 * @param routes       the routes that the signature covers
 */
public record Advert(String key, Optional<String> name, DeviceKind kind, Capabilities capabilities, OptionalInt nameplate, Instant issued,
                     List<Route> routes) {
    public Advert {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(issued, "issued");
        routes = List.copyOf(routes);
    }
}
