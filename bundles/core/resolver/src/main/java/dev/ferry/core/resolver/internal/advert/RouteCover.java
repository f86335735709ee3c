package dev.ferry.core.resolver.internal.advert;

import dev.ferry.core.protocol.crypto.Hash;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The routes that an advert's signature covers, as salted hashes. Whoever sees a route can check it; whoever sees only the record learns no address of another network of
 * that device, and finds nothing that stays the same in the next epoch. Eight bytes: to divert somebody, an address must be found that hits one of a few hashes within one
 * epoch, about 2^60 tries.
 */
final class RouteCover {
    static final int LENGTH = 8;
    private static final byte[] LABEL = "ferry-advert-route-v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte OTHER = 0;

    private RouteCover() { }

    static byte[] hash(byte[] publicKey, byte[] salt, Route route) {
        byte[] transport = route.transport().getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(Hash.sha256(LABEL, publicKey, salt, new byte[] {(byte) transport.length}, transport, address(route)), LENGTH);
    }

    /** Equal for all texts of one address; the zone of a link-local one means something on one device alone and is left out. */
    private static byte[] address(Route route) {
        Optional<Endpoint> endpoint = Endpoint.parse(route.address());
        if (endpoint.isPresent()) {
            byte[] ip = endpoint.get().address().getAddress();
            return ByteBuffer.allocate(1 + ip.length + 2).put((byte) (ip.length == 4 ? 4 : 6)).put(ip).putShort((short) endpoint.get().port()).array();
        }
        byte[] text = route.address().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + text.length).put(OTHER).put(text).array();
    }

    /** What a device covers: its routes, and behind them the loopback addresses with the same ports, for another device on the same host. */
    static List<Route> covered(List<Route> routes) {
        Set<Route> all = new LinkedHashSet<>(routes);
        for (Route route : routes) {
            Endpoint.parse(route.address()).ifPresent(e -> {
                all.add(new Route(route.transport(), "127.0.0.1:" + e.port(), Proximity.SAME_HOST));
                all.add(new Route(route.transport(), "[0:0:0:0:0:0:0:1]:" + e.port(), Proximity.SAME_HOST));
            });
        }
        return new ArrayList<>(all);
    }

    static boolean holds(List<byte[]> cover, byte[] publicKey, byte[] salt, Route route) {
        byte[] wanted = hash(publicKey, salt, route);
        return cover.stream().anyMatch(c -> MessageDigest.isEqual(c, wanted));
    }
}
