package dev.ferry.runtime.itest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Hosts on a switch, as network namespaces: each has one interface {@code eth0} and nothing in common with this machine but its disk. Needs root and iproute2. */
final class Hosts implements AutoCloseable {
    private final String id = "f" + Long.toString(ProcessHandle.current().pid() % 100_000, 36) + Integer.toString((int) (System.nanoTime() & 0xfff), 36);
    private final List<String> namespaces = new ArrayList<>();
    private final Map<String, String> ports = new HashMap<>();
    private int next = 1;

    Hosts() {
        namespaces.add(id + "s");
        ip("netns add %s", id + "s");
        ip("-n %s link add br0 type bridge", id + "s");
        ip("-n %s link set br0 up", id + "s");
    }

    /** Why there can be none on this machine; empty when there can. */
    static String missing() {
        if (!System.getProperty("user.name").equals("root")) {
            return "network namespaces need root";
        }
        try (Hosts hosts = new Hosts()) {
            hosts.add();
            return "";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    /** Why a host can have no firewall; empty when it can. */
    static String withoutFirewall() {
        try (Hosts hosts = new Hosts()) {
            hosts.drop(hosts.add(), "input tcp dport 1");
            return "";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    /** Throws away what a rule of nftables fits: the hook, then the rest of the rule. */
    void drop(String name, String rule) {
        String hook = rule.substring(0, rule.indexOf(' '));
        ip("netns exec %s nft add table inet ferry", name);
        run(List.of("ip", "netns", "exec", name, "nft", "add chain inet ferry " + hook + " { type filter hook " + hook + " priority 0 ; }"));
        ip("netns exec %s nft add rule inet ferry %s drop", name, rule);
    }

    /** A new host; its namespace. */
    String add() {
        String name = id + (char) ('a' + next);
        String port = "p" + next;
        namespaces.add(name);
        ip("netns add %s", name);
        ip("link add eth0 netns %s type veth peer name %s netns %s", name, port, id + "s");
        ip("-n %s link set %s master br0 up", id + "s", port);
        ip("-n %s link set lo up", name);
        ip("-n %s link set eth0 up", name);
        address(name, next);
        ports.put(name, port);
        next++;
        return name;
    }

    /** Gives a host so many more addresses, from this one on. */
    void crowd(String name, String first, int count) {
        int dot = first.lastIndexOf('.') + 1;
        for (int i = 0; i < count; i++) {
            ip("-n %s addr add %s%d/24 dev eth0", name, first.substring(0, dot), Integer.parseInt(first.substring(dot)) + i);
        }
    }

    /** Pulls a host's cable at the switch. */
    void unplug(String name) {
        ip("-n %s link set %s down", id + "s", ports.get(name));
    }

    void plug(String name) {
        ip("-n %s link set %s up", id + "s", ports.get(name));
    }

    /** Keeps a host apart from every other that is kept apart, as an access point does with its guests. */
    void isolate(String name) {
        ip("-n %s link set %s type bridge_slave isolated on", id + "s", ports.get(name));
    }

    /** Runs iproute2 on a host. */
    void configure(String name, String command) {
        ip("-n %s " + command, name);
    }

    /** Gives a host another address in place of what it had. */
    void readdress(String name) {
        ip("-n %s addr flush dev eth0 scope global", name);
        address(name, 100 + next++);
    }

    private void address(String name, int number) {
        ip("-n %s addr add 10.77.0.%d/24 dev eth0", name, number);
    }

    private static void ip(String command, Object... arguments) {
        List<String> words = new ArrayList<>(List.of("ip"));
        words.addAll(List.of(command.formatted(arguments).split(" ")));
        run(words);
    }

    private static void run(List<String> words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + output.strip());
            }
        } catch (IOException e) {
            throw new IllegalStateException("iproute2 is not installed", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        IllegalStateException failure = null;
        for (String name : namespaces) {
            try {
                ip("netns del %s", name);
            } catch (IllegalStateException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
