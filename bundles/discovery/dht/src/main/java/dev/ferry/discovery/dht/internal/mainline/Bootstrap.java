package dev.ferry.discovery.dht.internal.mainline;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node whose address is configured, where the DHT is entered. */
public record Bootstrap(String host, int port) {
    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final Pattern ENTRY = Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?\\]|[\\w.-]{1,200}):(\\d{1,5})");

    /** @throws IllegalArgumentException with a sentence for the person who wrote it */
    public static Bootstrap parse(String entry) {
        Matcher matcher = ENTRY.matcher(entry.trim());
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) < 1 || Integer.parseInt(matcher.group(2)) > 65_535) {
            throw new IllegalArgumentException("'" + entry + "' is no bootstrap node: write host:port.");
        }
        return new Bootstrap(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    /** Blocks as long as the system's resolver likes. */
    static List<InetSocketAddress> lookUp(List<Bootstrap> nodes) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (Bootstrap node : nodes) {
            try {
                Arrays.stream(InetAddress.getAllByName(node.host())).map(address -> new InetSocketAddress(address, node.port())).forEach(addresses::add);
            } catch (UnknownHostException e) {
                LOG.debug("A bootstrap node's name is not known now", e);
            }
        }
        return addresses;
    }
}
