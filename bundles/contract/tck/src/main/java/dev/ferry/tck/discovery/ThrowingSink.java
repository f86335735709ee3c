package dev.ferry.tck.discovery;

import dev.ferry.spi.discovery.Sighting;

/** A sink that breaks its promise: every call throws, after it was recorded. */
public final class ThrowingSink extends RecordingSink {
    @Override
    public void sighted(Sighting sighting) {
        super.sighted(sighting);
        throw new IllegalStateException("sighted");
    }

    @Override
    public void gone(String key) {
        super.gone(key);
        throw new IllegalStateException("gone");
    }

    @Override
    public void trouble(String sentence) {
        super.trouble(sentence);
        throw new IllegalStateException("trouble");
    }

    @Override
    public void well() {
        super.well();
        throw new IllegalStateException("well");
    }
}
