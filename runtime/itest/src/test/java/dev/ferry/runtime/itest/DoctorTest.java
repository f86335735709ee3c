package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ferry doctor} where something is wrong, and where nothing is. */
class DoctorTest {
    @TempDir
    Path folder;

    private static List<String> results(Command doctor, String check) {
        return doctor.events("check").stream().filter(e -> e.getString("check").equals(check)).map(e -> e.getString("result")).toList();
    }

    private static JsonObject fault(Command doctor) {
        return doctor.events("check").stream().filter(e -> e.getString("result").equals("fault")).findFirst().orElseThrow();
    }

    @Test
    void aHomeThatOthersMayReadIsToldWhileTheDaemonRunsAndBeforeItStarts() throws Exception {
        try (Device anna = Device.local(folder, "anna")) {
            Command daemon = anna.up();
            Path state = anna.home().resolve("state");
            Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));

            Command doctor = anna.run(4, "doctor", "nobody", "--wait", "1s", "--ndjson");
            assertThat(fault(doctor).getString("message")).contains(state.toString(), "chmod");
            assertThat(results(doctor, "port")).containsOnly("ok");
            assertThat(results(doctor, "target")).containsExactly("fault");
            assertThat(doctor.events("diagnosis")).singleElement().satisfies(d -> assertThat(d.getInt("faults")).isPositive());

            daemon.close();
            anna.run(4, "doctor", "--ndjson").says("home-unsafe", state.toString());
        }
    }

    private static String message(Command doctor, String check, String subject) {
        return doctor.events("check").stream().filter(e -> e.getString("check").equals(check) && e.getString("subject", "").startsWith(subject)).map(e -> e.getString("message"))
                .findFirst().orElseThrow(() -> new AssertionError("nothing is said of " + check + " " + subject + ": " + doctor.events("check")));
    }

    @Test
    void aPortThatAnotherProgramHasIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")); Device anna = Device.local(folder, "anna")) {
            anna.configure(text -> text.replace("\"address\": \"127.0.0.1\"", "\"address\": \"127.0.0.1\", \"port\": " + taken.getLocalPort()));
            anna.up();
            Command doctor = anna.run(4, "doctor", "--ndjson");
            assertThat(message(doctor, "plugin", "transport/tcp")).contains(String.valueOf(taken.getLocalPort()));
            assertThat(message(doctor, "port", "")).contains("listens nowhere", "dev.ferry.core.link");
        }
    }

    @Test
    void whatKeepsDevicesApartIsNamedOnARealNetwork() throws Exception {
        String missing = Hosts.missing().isEmpty() ? Hosts.withoutFirewall() : Hosts.missing();
        assumeTrue(missing.isEmpty(), () -> "Two hosts with firewalls cannot be had here, so what keeps devices apart is not tried: " + missing);
        try (Hosts hosts = new Hosts()) {
            String annaHost = hosts.add();
            String benHost = hosts.add();
            try (Device anna = Device.in(annaHost, folder, "anna"); Device ben = Device.in(benHost, folder, "ben")) {
                anna.up();
                ben.up();
                ben.start("receive", "--ndjson").event("visible");
                await().atMost(Duration.ofSeconds(30)).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream().anyMatch(d -> d.getString("name").equals("ben")));
                Command well = anna.run(0, "doctor", "--ndjson");
                assertThat(message(well, "multicast", "eth0 IPv4")).contains("another device answers");
                assertThat(well.events("check")).noneMatch(e -> e.getString("message").contains("client isolation"));

                hosts.isolate(annaHost);
                hosts.isolate(benHost);
                hosts.configure(annaHost, "link add wg0 type veth peer name far");
                hosts.configure(annaHost, "addr add 10.99.0.1/24 dev wg0");
                hosts.configure(annaHost, "link set wg0 up");
                hosts.configure(annaHost, "link set far up");
                hosts.configure(annaHost, "link add idle0 type veth peer name idle1");
                hosts.configure(annaHost, "addr add 10.97.0.1/24 dev idle0");
                hosts.configure(annaHost, "link add lan0 type bridge");
                hosts.configure(annaHost, "link add port0 type veth peer name port1");
                hosts.configure(annaHost, "addr add 10.98.0.1/24 dev port0");
                hosts.configure(annaHost, "link set port0 master lan0");
                hosts.configure(annaHost, "link set port0 up");
                hosts.configure(annaHost, "link set port1 up");
                Command apart = anna.run(21, "doctor", "10.77.0.2:47900", "--ndjson");
                assertThat(message(apart, "multicast", "eth0 IPv4")).contains("heard here", "no other device answers");
                assertThat(apart.events("check")).anyMatch(e -> e.getString("check").equals("multicast") && e.getString("message").contains("client isolation"));
                assertThat(message(apart, "interface", "wg0")).contains("VPN");
                assertThat(message(apart, "interface", "idle0")).contains("down");
                assertThat(message(apart, "interface", "port0")).contains("bridge");
                assertThat(message(apart, "route", "tcp 10.77.0.2:47900")).contains("the device is off");

                hosts.drop(annaHost, "output udp dport 5353");
                hosts.drop(annaHost, "output ip daddr 10.77.0.2 tcp dport 47900");
                Command shut = anna.run(21, "doctor", "10.77.0.2:47900", "--ndjson");
                assertThat(message(shut, "multicast", "eth0 IPv4")).contains("cannot be sent", "UDP port 5353 out");
                assertThat(message(shut, "route", "tcp 10.77.0.2:47900")).contains("No answer came back", "a firewall there or here");

                assertThat(message(anna.run(21, "doctor", "203.0.113.5:47900", "--ndjson"), "route", "tcp 203.0.113.5")).contains("No way leads there", "VPN");

                hosts.configure(annaHost, "link set eth0 down");
                hosts.configure(annaHost, "link set far down");
                hosts.configure(annaHost, "link set port1 down");
                assertThat(anna.run(21, "doctor", "--ndjson").events("check")).anyMatch(e -> e.getString("check").equals("interface") && e.getString("result").equals("fault")
                        && e.getString("message").contains("No network is up"));
            }
        }
    }

    @Test
    void firewallsAndAbsentDevicesAreNamedOnARealNetwork() throws Exception {
        String missing = Hosts.missing().isEmpty() ? Hosts.withoutFirewall() : Hosts.missing();
        assumeTrue(missing.isEmpty(), () -> "Two hosts with firewalls cannot be had here, so what a firewall does is not tried: " + missing);
        try (Hosts hosts = new Hosts()) {
            String annaHost = hosts.add();
            String benHost = hosts.add();
            try (Device anna = Device.in(annaHost, folder, "anna"); Device ben = Device.in(benHost, folder, "ben")) {
                anna.up();
                ben.up();
                Command well = anna.run(0, "doctor", "10.77.0.2:47900", "--ndjson");
                assertThat(results(well, "multicast")).isNotEmpty().containsOnly("ok");
                assertThat(results(well, "port")).isNotEmpty().containsOnly("ok");
                assertThat(results(well, "route")).containsExactly("ok");

                hosts.drop(benHost, "input tcp dport 47900");
                hosts.drop(annaHost, "input udp dport 5353");
                Command deaf = anna.run(21, "doctor", "10.77.0.2:47900", "--ndjson");
                JsonObject first = fault(deaf);
                assertThat(first.getString("check")).isEqualTo("multicast");
                assertThat(first.getString("subject")).startsWith("eth0");
                assertThat(first.getString("message")).contains("5353");
                assertThat(results(deaf, "route")).containsExactly("fault");
                assertThat(deaf.events("check").stream().filter(e -> e.getString("check").equals("route")).findFirst().orElseThrow().getString("message")).contains("No answer came back", "firewall");
            }
        }
    }
}
