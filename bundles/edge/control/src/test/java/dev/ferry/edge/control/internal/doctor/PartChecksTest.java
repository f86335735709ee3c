package dev.ferry.edge.control.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ferry.api.NodeStatus;
import dev.ferry.model.DeviceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of each plugin. */
class PartChecksTest {
    @Test
    void aDiscoveryPluginsOwnWordFollowsWhetherItWorks() {
        NodeStatus status = new NodeStatus(DeviceId.ofPublicKey(new byte[32]), "anna", List.of(), List.of(new NodeStatus.Plugin("discovery", "dht", Optional.of("No node answers.")),
                new NodeStatus.Plugin("discovery", "mdns", Optional.empty()), new NodeStatus.Plugin("discovery", "qr", Optional.empty()),
                new NodeStatus.Plugin("transport", "mdns", Optional.empty())));

        List<Finding> findings = PartChecks.run(status, Map.of("dht", "It knows 0 nodes.", "mdns", "It hears 3 links."), List.of(), Optional.empty());

        assertThat(findings).extracting(Finding::subject, Finding::result, Finding::message).contains(
                tuple("discovery/dht", Finding.Result.WARNING, "No node answers. It knows 0 nodes."),
                tuple("discovery/mdns", Finding.Result.OK, "It works. It hears 3 links."),
                tuple("discovery/qr", Finding.Result.OK, "It works."),
                tuple("transport/mdns", Finding.Result.OK, "It works."));
    }
}
