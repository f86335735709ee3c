package dev.ferry.edge.deploy.internal;

import dev.ferry.api.PluginView;
import dev.ferry.api.PluginView.State;
import dev.ferry.model.PeerText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what runs equal to what lies in the folder. A jar is taken up once it has looked the same twice: one that is still being copied is not a bad one.
 *
 * <p>{@link #views} may be asked by any thread at any time; for the rest its owner lets one at a time in. A plugin that hangs while it starts holds up the others for ten seconds, once.
 */
final class Deployer {
    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);
    private static final String COPY = ".jar";
    private static final String NEW = ".new";
    private static final int LONGEST = 600;

    private final PluginFolder folder;
    private final Judge judge;
    private final Running running;
    private final Health health;
    private final Path copies;
    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
    private Map<String, PluginFolder.Stamp> before = Map.of();
    private String trouble = "";

    /** @param copies private; holds the bytes of what runs, for the case that its successor does not */
    Deployer(PluginFolder folder, Judge judge, Running running, Health health, Path copies) {
        this.folder = folder;
        this.judge = judge;
        this.running = running;
        this.health = health;
        this.copies = copies;
    }

    /**
     * A file of the folder.
     *
     * @param bundle what runs of it
     * @param state  why nothing of it runs, where nothing does
     */
    private record Entry(PluginFolder.Stamp stamp, String file, String name, String version, List<String> provides, Optional<String> signer, Optional<Bundle> bundle,
                         State state, String explanation) {

        static Entry without(PluginFolder.Stamp stamp, String file, State state, String explanation) {
            return new Entry(stamp, file, file, "", List.of(), Optional.empty(), Optional.empty(), state, explanation);
        }

        static Entry of(PluginFolder.Stamp stamp, String file, Judge.Judgement.Fit fit, Optional<Bundle> bundle, State state, String explanation) {
            return of(stamp, file, fit.plugin(), fit.signer(), bundle, state, explanation);
        }

        static Entry of(PluginFolder.Stamp stamp, String file, Judge.Judgement.Misfit misfit) {
            return of(stamp, file, misfit.plugin(), misfit.signer(), Optional.empty(), State.FAILED, misfit.reason());
        }

        private static Entry of(PluginFolder.Stamp stamp, String file, Lint.Plugin plugin, Optional<String> signer, Optional<Bundle> bundle, State state, String explanation) {
            return new Entry(stamp, file, plugin.name(), plugin.version().toString(), plugin.provides(), signer, bundle, state, explanation);
        }

        Entry refused(String reason) {
            return new Entry(stamp, file, name, version, provides, signer, Optional.empty(), State.REFUSED, reason);
        }
    }

    List<PluginView> views() {
        return entries.values().stream().map(this::view).toList();
    }

    private PluginView view(Entry entry) {
        Health.Finding finding = entry.bundle().map(health::of).orElse(new Health.Finding(entry.state(), entry.explanation()));
        String explanation = finding.explanation().isEmpty() ? entry.explanation() : finding.explanation();
        return new PluginView(entry.file(), entry.name(), entry.version(), finding.state(), entry.provides(), entry.signer(), explanation);
    }

    /** @param settled takes up what it sees at once, because the caller knows that it is whole */
    void look(boolean settled) {
        Map<String, PluginFolder.Stamp> now;
        try {
            now = folder.list();
            trouble = "";
        } catch (IOException e) {
            if (!trouble.equals(String.valueOf(e.getMessage()))) {
                trouble = String.valueOf(e.getMessage());
                LOG.warn("The plugin folder cannot be used, and what runs of it goes on. {}", trouble);
            }
            return;
        }
        boolean removed = false;
        for (Entry entry : List.copyOf(entries.values())) {
            if (!now.containsKey(entry.file())) {
                entries.remove(entry.file());
                entry.bundle().ifPresent(bundle -> stop(entry, bundle));
                removed = true;
            }
        }
        if (removed) {
            // What was refused because of another jar may run now.
            entries.values().removeIf(entry -> entry.state() == State.REFUSED && entry.bundle().isEmpty());
        }
        for (Map.Entry<String, PluginFolder.Stamp> file : now.entrySet()) {
            Entry known = entries.get(file.getKey());
            boolean same = known != null && known.stamp().equals(file.getValue());
            if (!same && (settled || file.getValue().equals(before.get(file.getKey())))) {
                Entry entry = takeUp(file.getKey(), file.getValue());
                entries.put(entry.file(), entry);
                tell(entry);
            }
        }
        before = now;
    }

    private static void tell(Entry entry) {
        String name = shown(entry.file());
        if (entry.bundle().isPresent()) {
            LOG.info("Plugin {}: {}", name, entry.explanation());
        } else {
            LOG.warn("Plugin {} does not run. {}", name, shown(entry.explanation()));
        }
    }

    /** A vendor's words go into a log like a peer's. */
    private static String shown(String text) {
        return PeerText.escape(text, LONGEST);
    }

    private void stop(Entry entry, Bundle bundle) {
        try {
            running.uninstall(bundle);
            Files.deleteIfExists(copy(entry.name()));
            LOG.info("Plugin {} was removed", shown(entry.file()));
        } catch (Running.NotRunning | IOException e) {
            LOG.warn("Plugin {}: {}", shown(entry.file()), shown(String.valueOf(e.getMessage())));
        }
    }

    private Path copy(String name) {
        return copies.resolve(name + COPY);
    }

    /** Whatever goes wrong, what ran of this file goes on running. */
    private Entry takeUp(String file, PluginFolder.Stamp stamp) {
        Optional<Entry> mine = Optional.ofNullable(entries.get(file)).filter(e -> e.bundle().isPresent());
        Path fresh = copies.resolve(COPY + NEW);
        try {
            Judge.Judgement judgement = judge.judge(file, folder.read(file), fresh);
            if (judgement instanceof Judge.Judgement.Unfit unfit) {
                return keep(mine, stamp, file, State.REFUSED, unfit.reason());
            }
            if (judgement instanceof Judge.Judgement.Misfit misfit) {
                return mine.isPresent() ? keep(mine, stamp, file, State.FAILED, misfit.reason()) : Entry.of(stamp, file, misfit);
            }
            return takeUp(file, stamp, (Judge.Judgement.Fit) judgement, mine, fresh);
        } catch (IOException e) {
            return keep(mine, stamp, file, State.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private Entry keep(Optional<Entry> mine, PluginFolder.Stamp stamp, String file, State state, String reason) {
        return mine.map(e -> new Entry(stamp, file, e.name(), e.version(), e.provides(), e.signer(), e.bundle(), State.ACTIVE,
                "Version " + e.version() + " goes on; the jar that replaced its file does not run. " + reason)).orElseGet(() -> Entry.without(stamp, file, state, reason));
    }

    private Entry takeUp(String file, PluginFolder.Stamp stamp, Judge.Judgement.Fit fit, Optional<Entry> mine, Path fresh) throws IOException {
        Lint.Plugin plugin = fit.plugin();
        if (mine.isPresent() && !mine.get().name().equals(plugin.name())) {
            entries.remove(file);
            stop(mine.get(), mine.get().bundle().orElseThrow());
            return takeUp(file, stamp, fit, Optional.empty(), fresh);
        }
        Optional<Entry> same = entries.values().stream().filter(e -> e.bundle().isPresent() && e.name().equals(plugin.name())).findFirst();
        try {
            if (same.isEmpty()) {
                Bundle bundle = running.start(plugin.name(), fresh);
                Files.move(fresh, copy(plugin.name()), StandardCopyOption.REPLACE_EXISTING);
                return Entry.of(stamp, file, fit, Optional.of(bundle), State.ACTIVE, "It runs. 1 started, 0 restarted.");
            }
            Entry former = same.get();
            int newer = plugin.version().compareTo(Version.parseVersion(former.version()));
            if (newer < 0 || newer == 0 && !former.file().equals(file)) {
                String reason = "Version " + former.version() + " of " + plugin.name() + " runs" + (former.file().equals(file) ? "" : " already, from " + former.file())
                        + ", and this is " + (newer < 0 ? "older" : "the same") + ". Remove that one first if you want this one.";
                return former.file().equals(file) ? keep(mine, stamp, file, State.REFUSED, reason) : Entry.of(stamp, file, fit, Optional.empty(), State.REFUSED, reason);
            }
            return replace(file, stamp, fit, former, fresh);
        } catch (Running.NotRunning e) {
            return Entry.of(stamp, file, fit, Optional.empty(), State.FAILED, e.getMessage());
        }
    }

    private Entry replace(String file, PluginFolder.Stamp stamp, Judge.Judgement.Fit fit, Entry former, Path fresh) throws IOException {
        Bundle bundle = former.bundle().orElseThrow();
        try {
            running.replace(bundle, fresh);
        } catch (Running.NotRunning e) {
            return rollBack(file, stamp, fit, former, e.getMessage());
        }
        Files.move(fresh, copy(fit.plugin().name()), StandardCopyOption.REPLACE_EXISTING);
        if (!former.file().equals(file)) {
            entries.put(former.file(), former.refused("Version " + fit.plugin().version() + " of it runs, from " + file + ". Remove this file."));
        }
        return Entry.of(stamp, file, fit, Optional.of(bundle), State.ACTIVE, "It runs in place of version " + former.version() + ". 1 started, 0 restarted.");
    }

    private Entry rollBack(String file, PluginFolder.Stamp stamp, Judge.Judgement.Fit fit, Entry former, String reason) {
        List<String> told = new ArrayList<>(List.of(reason));
        Bundle bundle = former.bundle().orElseThrow();
        Optional<Bundle> back = Optional.empty();
        try {
            running.replace(bundle, copy(former.name()));
            back = Optional.of(bundle);
        } catch (Running.NotRunning e) {
            told.add("The version before it does not come back either: " + e.getMessage());
        }
        String explanation = String.join(" ", told);
        if (former.file().equals(file)) {
            return back.isPresent() ? keep(Optional.of(former), stamp, file, State.FAILED, explanation)
                    : Entry.of(stamp, file, fit, Optional.empty(), State.FAILED, explanation);
        }
        entries.put(former.file(), new Entry(former.stamp(), former.file(), former.name(), former.version(), former.provides(), former.signer(), back, State.FAILED, explanation));
        return Entry.of(stamp, file, fit, Optional.empty(), State.FAILED, explanation);
    }
}
