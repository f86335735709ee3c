package dev.ferry.spi.discovery;

import dev.ferry.model.Registration;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where this device and one other meet in a place that strangers read too, such as a public directory. A service of the core, for methods that need a place to be agreed on;
 * a method that is heard by whoever is near needs none.
 *
 * <p>A secret is known to the two devices alone and serves one direction: what the one announces under it the other seeks under it. It follows from what the devices share and
 * is good for nothing else: neither a link nor another secret can be had by it. A plugin derives from it what it shows to the public, changes that often, and seals what it
 * puts there, so that nobody else finds, reads or links it.
 */
@ProviderType
public interface Rendezvous {
    /** Length of a secret in bytes. */
    int SECRET_LENGTH = 32;

    /**
     * Calls back now and whenever the secrets are others: on any thread, one call at a time, return at once.
     *
     * @return closing it ends the calls
     */
    Registration follow(Consumer<Secrets> listener);

    /**
     * All secrets of one moment; those of former calls are void. Arrays are copied: whoever takes them wipes them.
     *
     * @param announced under these the device's {@linkplain Advertisement advertisements} may be found
     * @param sought    under these others may be found
     */
    record Secrets(List<byte[]> announced, List<byte[]> sought) {
        public Secrets {
            announced = copy(announced);
            sought = copy(sought);
        }

        @Override
        public List<byte[]> announced() {
            return copy(announced);
        }

        @Override
        public List<byte[]> sought() {
            return copy(sought);
        }

        private static List<byte[]> copy(List<byte[]> secrets) {
            return secrets.stream().map(byte[]::clone).toList();
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Secrets[" + announced.size() + " announced, " + sought.size() + " sought]";
        }
    }
}
