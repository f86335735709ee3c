package dev.ferry.edge.control.internal.doctor;

import dev.ferry.api.NodeStatus;
import dev.ferry.api.PluginView;
import dev.ferry.edge.control.internal.doctor.Finding.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which plugins are here and what they say of themselves. */
public final class PartChecks {
    private static final String DISCOVERY = "discovery";

    private PartChecks() { }

    /**
     * @param notes of discovery plugins, by id
     * @param jars  of the plugin folder
     * @param visibleUntil when strangers stop seeing this device
     */
    public static List<Finding> run(NodeStatus status, Map<String, String> notes, List<PluginView> jars, Optional<Instant> visibleUntil) {
        List<Finding> findings = new ArrayList<>();
        Set<String> roles = status.plugins().stream().map(NodeStatus.Plugin::role).collect(Collectors.toSet());
        if (!roles.contains(DISCOVERY)) {
            findings.add(Finding.fault(Check.PLUGIN, DISCOVERY, "No discovery plugin is running, so no device can be found. Choose another feature in the configuration, or install one."));
        }
        if (!roles.contains("transport")) {
            findings.add(Finding.fault(Check.PLUGIN, "transport", "No transport plugin is running, so no device can be reached. Choose another feature in the configuration, or install one."));
        }
        for (NodeStatus.Plugin plugin : status.plugins()) {
            String name = plugin.role() + "/" + plugin.id();
            boolean discovers = plugin.role().equals(DISCOVERY);
            String note = discovers && notes.containsKey(plugin.id()) ? " " + notes.get(plugin.id()) : "";
            findings.add(plugin.trouble().map(t -> discovers ? Finding.warning(Check.PLUGIN, name, t + note) : Finding.fault(Check.PLUGIN, name, t))
                    .orElseGet(() -> Finding.ok(Check.PLUGIN, name, "It works." + note)));
        }
        for (PluginView jar : jars) {
            if (jar.state() != PluginView.State.ACTIVE && jar.state() != PluginView.State.READY) {
                findings.add(Finding.warning(Check.PLUGIN, jar.file(), jar.explanation()));
            }
        }
        findings.add(visibleUntil.map(t -> Finding.ok(Check.VISIBILITY, "", "Strangers see this device until " + t + "."))
                .orElseGet(() -> Finding.ok(Check.VISIBILITY, "", "Paired devices see this device, strangers do not: ferry receive, or a code that is shown, makes it visible.")));
        return findings;
    }
}
