package dev.ferry.edge.deploy.internal;

import dev.ferry.api.PluginView;
import dev.ferry.api.PluginView.State;
import dev.ferry.model.FerryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The plugins that the configuration wants: what is not here is brought, or listed with the reason why it cannot be. */
final class Wanted {
    /** Looks at the folder between two tries: a minute. An index that is brought later is found without a restart. */
    private static final int PAUSE = 300;

    private final List<String> names;
    private final Map<String, String> reasons = new ConcurrentHashMap<>();
    /** What lies in the folder was taken up by then. */
    private int pause = 3;

    Wanted(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Brings a plugin by its name. */
    interface Bringer {
        PluginView bring(String name) throws FerryException;
    }

    /** One look at a time. */
    void look(List<PluginView> here, Bringer bringer) {
        if (pause-- > 0) {
            return;
        }
        pause = PAUSE;
        for (String name : names) {
            if (isHere(here, name)) {
                continue;
            }
            try {
                bringer.bring(name);
                reasons.remove(name);
            } catch (FerryException e) {
                reasons.put(name, e.problem().message());
            }
        }
    }

    private static boolean isHere(List<PluginView> here, String name) {
        return here.stream().anyMatch(v -> v.name().equals(name) || v.file().equals(name + ".jar"));
    }

    /** Those that are neither here nor could be brought. */
    List<PluginView> missing(List<PluginView> here) {
        return names.stream().filter(name -> !isHere(here, name)).map(name -> new PluginView(name, name, "", State.REFUSED, List.of(), Optional.empty(),
                "The configuration wants it, and it is not here. " + reasons.getOrDefault(name, "It was not looked for yet."))).toList();
    }
}
