package dev.ferry.tck.discovery;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;

/** Throws when it is asked to announce. */
public final class ThrowingAdvertiser implements Advertiser {
    @Override
    public Registration advertise(Advertisement advertisement) {
        throw new IllegalStateException("This plugin cannot announce");
    }
}
