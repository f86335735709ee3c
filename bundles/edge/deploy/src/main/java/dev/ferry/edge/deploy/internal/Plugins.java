package dev.ferry.edge.deploy.internal;

import dev.ferry.api.PluginService;
import dev.ferry.api.PluginView;
import dev.ferry.api.PluginView.State;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** The plugin folder, as people and programs ask for it. One look at the folder at a time. */
final class Plugins implements PluginService {
    private final PluginFolder folder;
    private final Judge judge;
    private final Deployer deployer;
    private final Path copies;
    private final Catalogue catalogue;
    private final Wanted wanted;
    private final ReentrantLock turn = new ReentrantLock(true);

    /** @param wanted symbolic names of plugins that are to be here: those that are not come from the catalogue */
    Plugins(PluginFolder folder, Judge judge, Deployer deployer, Path copies, Catalogue catalogue, List<String> wanted) {
        this.folder = folder;
        this.judge = judge;
        this.deployer = deployer;
        this.copies = copies;
        this.catalogue = catalogue;
        this.wanted = new Wanted(wanted);
    }

    /** Does nothing while another looks: that one sees the same. */
    void look() {
        if (turn.tryLock()) {
            try {
                deployer.look(false);
                wanted.look(deployer.views(), this::renew);
            } finally {
                turn.unlock();
            }
        }
    }

    @Override
    public List<PluginView> plugins() {
        List<PluginView> here = deployer.views();
        return Stream.concat(here.stream(), wanted.missing(here).stream()).toList();
    }

    @Override
    public PluginView verify(Path jar) throws FerryException {
        try {
            return verify(jar.getFileName().toString(), PluginFolder.read(jar));
        } catch (IOException e) {
            throw unreadable(jar, e);
        }
    }

    private PluginView verify(String file, PluginFolder.Content content) throws IOException {
        Path copy = Files.createTempFile(copies, "", ".verify");
        try {
            return view(file, judge.judge(file, content, copy));
        } finally {
            delete(copy);
        }
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            // It is in the cache, and goes with it.
        }
    }

    private static PluginView view(String file, Judge.Judgement judgement) {
        if (judgement instanceof Judge.Judgement.Fit fit) {
            return view(file, fit.plugin(), State.READY, fit.signer(), "It may run here. It would be started, and nothing else restarted.");
        }
        if (judgement instanceof Judge.Judgement.Misfit misfit) {
            return view(file, misfit.plugin(), State.FAILED, misfit.signer(), misfit.reason());
        }
        return new PluginView(file, file, "", State.REFUSED, List.of(), Optional.empty(), ((Judge.Judgement.Unfit) judgement).reason());
    }

    private static PluginView view(String file, Lint.Plugin plugin, State state, Optional<String> signer, String explanation) {
        return new PluginView(file, plugin.name(), plugin.version().toString(), state, plugin.provides(), signer, explanation);
    }

    @Override
    public PluginView install(Path jar) throws FerryException {
        try {
            return install(jar.getFileName().toString(), PluginFolder.read(jar));
        } catch (IOException e) {
            throw unreadable(jar, e);
        }
    }

    @Override
    public PluginView installNamed(String name) throws FerryException {
        try {
            Catalogue.Found found = catalogue.find(name);
            PluginView verified = verify(found.file(), found.content());
            if (verified.state() != State.REFUSED && !verified.name().equals(name)) {
                throw refused(name, "The plugin index says that " + found.file() + " is " + name + ", and it is " + verified.name() + ". Tell whoever made the index.");
            }
            return install(found.file(), found.content());
        } catch (Index.BadIndex e) {
            throw refused(name, e.getMessage());
        } catch (IOException e) {
            throw unreadable(Path.of(name), e);
        }
    }

    /** What is here already is replaced by a newer version alone: the same again would fail again. */
    private PluginView renew(String name, Optional<PluginView> here) throws FerryException {
        return here.isPresent() && !isNewer(name, here.get()) ? here.get() : installNamed(name);
    }

    private boolean isNewer(String name, PluginView here) throws FerryException {
        try {
            Catalogue.Found found = catalogue.find(name);
            String offered = verify(found.file(), found.content()).version();
            return Version.parseVersion(offered).compareTo(Version.parseVersion(here.version())) > 0;
        } catch (Index.BadIndex e) {
            throw refused(name, e.getMessage());
        } catch (IOException e) {
            throw unreadable(Path.of(name), e);
        }
    }

    private static FerryException refused(String what, String why) {
        return new FerryException(new Problem.PolicyRefused("plugin", what + " was not installed. " + why));
    }

    private PluginView install(String offered, PluginFolder.Content content) throws FerryException, IOException {
        PluginView verified = verify(offered, content);
        if (verified.state() != State.READY) {
            throw refused(offered, verified.explanation());
        }
        turn.lock();
        try {
            Optional<PluginView> former = deployer.views().stream().filter(v -> v.name().equals(verified.name()) && v.state() != State.REFUSED).findFirst();
            if (former.isPresent() && Version.parseVersion(verified.version()).compareTo(Version.parseVersion(former.get().version())) < 0) {
                throw refused(offered, "Version " + former.get().version() + " of " + verified.name() + " is here, and this is " + verified.version()
                        + ". If you want the older one, first: ferry plugin rm " + verified.name());
            }
            String file = former.map(PluginView::file).orElse(verified.name() + ".jar");
            // Judged once more when it is taken up: the folder is anybody's who may write there.
            folder.put(file, content);
            deployer.look(true);
            return deployer.views().stream().filter(v -> v.file().equals(file)).findFirst()
                    .orElseThrow(() -> new FerryException(new Problem.InternalError(file + " was put into the plugin folder and is not seen there.")));
        } finally {
            turn.unlock();
        }
    }

    private static FerryException unreadable(Path jar, IOException e) {
        return new FerryException(new Problem.FileAccessDenied(jar.toString(), e.getMessage() == null ? jar + " cannot be read." : e.getMessage()), e);
    }

    @Override
    public void remove(String name) throws FerryException {
        turn.lock();
        try {
            List<PluginView> found = deployer.views().stream().filter(v -> v.file().equals(name) || v.name().equals(name)).toList();
            if (found.isEmpty()) {
                throw new FerryException(new Problem.NotFound(name, "There is no plugin " + name + " in the plugin folder. Those that are: ferry plugin ls"));
            }
            for (PluginView view : found) {
                folder.delete(view.file());
            }
            deployer.look(true);
        } catch (IOException e) {
            throw new FerryException(new Problem.FileAccessDenied(name, "The plugin folder cannot be changed: " + e.getMessage() + ". Check whose it is."), e);
        } finally {
            turn.unlock();
        }
    }
}
