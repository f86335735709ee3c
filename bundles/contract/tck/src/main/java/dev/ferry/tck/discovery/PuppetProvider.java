package dev.ferry.tck.discovery;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps the contract and sees what a test tells it, at once and on the test's thread. */
public final class PuppetProvider implements DiscoveryProvider {
    private final Map<String, Sighting> shown = new LinkedHashMap<>();
    private final List<SightingSink> sinks = new ArrayList<>();

    @Override
    public Registration browse(SightingSink sink) {
        List<Sighting> replay;
        synchronized (this) {
            sinks.add(sink);
            replay = List.copyOf(shown.values());
        }
        replay.forEach(sink::sighted);
        return () -> {
            synchronized (this) {
                sinks.remove(sink);
            }
        };
    }

    public void show(Sighting sighting) {
        synchronized (this) {
            shown.put(sighting.key(), sighting);
        }
        tell(sink -> sink.sighted(sighting));
    }

    public void hide(String key) {
        synchronized (this) {
            shown.remove(key);
        }
        tell(sink -> sink.gone(key));
    }

    public void trouble(String sentence) {
        tell(sink -> sink.trouble(sentence));
    }

    public void well() {
        tell(SightingSink::well);
    }

    /** Searches that are going on. */
    public synchronized int searches() {
        return sinks.size();
    }

    private void tell(Consumer<SightingSink> call) {
        List<SightingSink> told;
        synchronized (this) {
            told = List.copyOf(sinks);
        }
        told.forEach(call);
    }
}
