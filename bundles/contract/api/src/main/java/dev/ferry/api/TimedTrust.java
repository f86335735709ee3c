package dev.ferry.api;

import dev.ferry.model.TrustLevel;
import java.time.Instant;

/**
 * A trust level that ends by itself.
 *
 * @param level      until then
 * @param afterwards from then on; always less than {@code level}
 * @param until      by this device's wall clock
 */
public record TimedTrust(TrustLevel level, TrustLevel afterwards, Instant until) { }
