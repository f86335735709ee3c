package dev.ferry.discovery.mdns.internal;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Sighting;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.jmdns.ServiceInfo;
import javax.jmdns.impl.DNSCache;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.constants.DNSRecordClass;
import javax.jmdns.impl.constants.DNSRecordType;

/** Reads the records of an instance in one link's cache as a sighting. */
final class PeerRecords {
    private final NetworkLink link;
    private final DNSCache cache;

    PeerRecords(NetworkLink link, DNSCache cache) {
        this.link = link;
        this.cache = cache;
    }

    /**
     * @param newest JmDNS's stamp of the record that came last
     * @param ageing whether a record is in the last fifth of its time
     */
    record Found(Sighting sighting, long newest, boolean ageing) { }

    /** What the cache says, if it is enough to report. Notes the host name in the peer. */
    Optional<Found> find(Peer peer, Duration ttl) {
        long wall = System.currentTimeMillis(); // JmDNS stamps its records with it
        Optional<DNSRecord> srv = records(peer.qualified(), DNSRecordType.TYPE_SRV, wall).findFirst();
        Optional<DNSRecord> txt = records(peer.qualified(), DNSRecordType.TYPE_TXT, wall).findFirst();
        Optional<byte[]> advert = txt.flatMap(record -> TxtRecord.decode(record.getServiceInfo().getTextBytes()));
        if (srv.isEmpty() || advert.isEmpty()) {
            return Optional.empty();
        }
        ServiceInfo service = srv.get().getServiceInfo();
        peer.server = service.getServer().toLowerCase(Locale.ROOT);
        List<DNSRecord> addresses = Stream.of(DNSRecordType.TYPE_A, DNSRecordType.TYPE_AAAA).flatMap(type -> records(peer.server, type, wall)).toList();
        List<Route> routes = addresses.stream().flatMap(record -> Arrays.stream(record.getServiceInfo().getInetAddresses()))
                .flatMap(address -> route(address, service.getPort()).stream()).distinct().toList();
        if (routes.isEmpty()) {
            return Optional.empty();
        }
        List<DNSRecord> all = Stream.concat(Stream.of(srv.get(), txt.get()), addresses.stream()).toList();
        Sighting sighting = new Sighting(link.id() + "/" + peer.instance, advert, routes, ttl, Map.of("interface", link.name()));
        return Optional.of(new Found(sighting, all.stream().mapToLong(DNSRecord::getCreated).max().orElseThrow(),
                all.stream().anyMatch(record -> record.isStaleAndShouldBeRefreshed(wall))));
    }

    private Stream<DNSRecord> records(String name, DNSRecordType type, long wall) {
        return cache.getDNSEntryList(name, type, DNSRecordClass.CLASS_IN).stream().filter(DNSRecord.class::isInstance).map(DNSRecord.class::cast)
                .filter(record -> !record.isExpired(wall));
    }

    /** A packet does not carry the zone of a link-local address: it is the interface on which the packet came. */
    private Optional<Route> route(InetAddress address, int port) {
        if (address == null || port == 0 || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return Optional.empty();
        }
        Proximity proximity = link.loopback() || address.equals(link.address()) ? Proximity.SAME_HOST : Proximity.LAN;
        String host = address.getHostAddress();
        if (address instanceof Inet6Address) {
            int zone = host.indexOf('%');
            host = "[" + (zone < 0 ? host : host.substring(0, zone)) + (address.isLinkLocalAddress() ? "%" + link.name() : "") + "]";
        }
        return Optional.of(new Route("tcp", host + ":" + port, proximity));
    }

    /** All of them leave the cache, so that a return is news. */
    void forget(Peer peer) {
        Stream.of(peer.qualified(), peer.server).flatMap(name -> cache.getDNSEntryList(name).stream()).toList().forEach(cache::removeDNSEntry);
        cache.getDNSEntryList(PacedDns.TYPE).stream()
                .filter(entry -> entry instanceof DNSRecord.Pointer pointer && pointer.getAlias().equalsIgnoreCase(peer.qualified())).toList()
                .forEach(cache::removeDNSEntry);
    }
}
