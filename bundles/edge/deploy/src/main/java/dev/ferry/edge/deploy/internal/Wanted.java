package dev.ferry.edge.deploy.internal;

import dev.ferry.api.PluginView;
import dev.ferry.api.PluginView.State;
import dev.ferry.model.FerryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The plugins that the configuration wants: what is not here is brought, or listed with the reason why it cannot be. One that is here and was not made for this Ferry, or does
 * not start, is replaced once there is a newer version of it.
 */
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

    /** Brings a plugin by its name, or a newer version of the one that is here and does not run. */
    interface Bringer {
        PluginView bring(String name, Optional<PluginView> here) throws FerryException;
    }

    /** One look at a time. */
    void look(List<PluginView> here, Bringer bringer) {
        if (pause-- > 0) {
            return;
        }
        pause = PAUSE;
        for (String name : names) {
            List<PluginView> mine = here.stream().filter(v -> isOf(v, name)).toList();
            if (mine.stream().anyMatch(v -> v.state() != State.FAILED)) {
                continue;
            }
            try {
                bringer.bring(name, mine.stream().findFirst());
                reasons.remove(name);
            } catch (FerryException e) {
                reasons.put(name, e.problem().message());
            }
        }
    }

    private static boolean isOf(PluginView view, String name) {
        return view.name().equals(name) || view.file().equals(name + ".jar");
    }

    /** Those that are neither here nor could be brought. */
    List<PluginView> missing(List<PluginView> here) {
        return names.stream().filter(name -> here.stream().noneMatch(v -> isOf(v, name))).map(name -> new PluginView(name, name, "", State.REFUSED, List.of(), Optional.empty(),
                "The configuration wants it, and it is not here. " + reasons.getOrDefault(name, "It was not looked for yet."))).toList();
    }
}
