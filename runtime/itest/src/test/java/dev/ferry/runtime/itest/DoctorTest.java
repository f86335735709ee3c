package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
