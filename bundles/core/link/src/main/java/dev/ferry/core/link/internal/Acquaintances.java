package dev.ferry.core.link.internal;

import dev.ferry.model.Route;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses at which pairs have proved themselves since this device started, the latest 256. Nobody is trusted for one: they only have room of their own. Any thread. */
final class Acquaintances {
    private static final int MOST = 256;
    private static final Pattern LITERAL = Pattern.compile("\\[([0-9a-fA-F:.]+)(?:%[^\\]]*)?]:\\d+|([0-9.]+):\\d+");

    private final Consumer<Set<InetAddress>> told;
    private final Set<InetAddress> addresses = new LinkedHashSet<>();

    /** {@code told}: what there is now, after each change; returns at once. */
    Acquaintances(Consumer<Set<InetAddress>> told) {
        this.told = told;
    }

    void met(Route route) {
        Optional<InetAddress> address = address(route);
        if (address.isPresent() && add(address.get())) {
            told.accept(all());
        }
    }

    /** True where it is new. The latest stands last. */
    private synchronized boolean add(InetAddress address) {
        boolean known = addresses.remove(address);
        addresses.add(address);
        if (addresses.size() > MOST) {
            addresses.remove(addresses.iterator().next());
        }
        return !known;
    }

    synchronized Set<InetAddress> all() {
        return Set.copyOf(addresses);
    }

    synchronized boolean includes(Route route) {
        return address(route).filter(addresses::contains).isPresent();
    }

    /** Of a route whose transport has IP addresses; never asks a resolver. */
    private static Optional<InetAddress> address(Route route) {
        Matcher literal = LITERAL.matcher(route.address());
        if (!literal.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal.group(1) != null ? literal.group(1) : literal.group(2)));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
