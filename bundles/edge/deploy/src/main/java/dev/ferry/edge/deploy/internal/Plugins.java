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

/** The plugin folder, as people and programs ask for it. One look at the folder at a time. */
final class Plugins implements PluginService {
    private final PluginFolder folder;
    private final Judge judge;
    private final Deployer deployer;
    private final Path copies;
    private final ReentrantLock turn = new ReentrantLock(true);

    Plugins(PluginFolder folder, Judge judge, Deployer deployer, Path copies) {
        this.folder = folder;
        this.judge = judge;
        this.deployer = deployer;
        this.copies = copies;
    }

    /** Does nothing while another looks: that one sees the same. */
    void look() {
        if (turn.tryLock()) {
            try {
                deployer.look(false);
            } finally {
                turn.unlock();
            }
        }
    }

    @Override
    public List<PluginView> plugins() {
        turn.lock();
        try {
            return deployer.views();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public PluginView verify(Path jar) throws FerryException {
        Path copy = null;
        try {
            PluginFolder.Content content = PluginFolder.read(jar);
            copy = Files.createTempFile(copies, "", ".verify");
            return view(jar, judge.judge(jar.getFileName().toString(), content, copy));
        } catch (IOException e) {
            throw unreadable(jar, e);
        } finally {
            delete(copy);
        }
    }

    private static void delete(Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            // It is in the cache, and goes with it.
        }
    }

    private static PluginView view(Path jar, Judge.Judgement judgement) {
        String file = jar.getFileName().toString();
        if (judgement instanceof Judge.Judgement.Fit fit) {
            return new PluginView(file, fit.plugin().name(), fit.plugin().version().toString(), State.READY, fit.plugin().provides(), fit.signer(),
                    "It may run here. It would be started, and nothing else restarted.");
        }
        return new PluginView(file, file, "", State.REFUSED, List.of(), Optional.empty(), ((Judge.Judgement.Unfit) judgement).reason());
    }

    @Override
    public PluginView install(Path jar) throws FerryException {
        PluginView verified = verify(jar);
        if (verified.state() == State.REFUSED) {
            throw new FerryException(new Problem.PolicyRefused("plugin", jar.getFileName() + " was not installed. " + verified.explanation()));
        }
        turn.lock();
        try {
            String file = deployer.views().stream().filter(v -> v.name().equals(verified.name()) && v.state() != State.REFUSED).map(PluginView::file).findFirst()
                    .orElse(verified.name() + ".jar");
            // Judged once more when it is taken up: this file may have changed since.
            folder.put(file, PluginFolder.read(jar));
            deployer.look(true);
            return deployer.views().stream().filter(v -> v.file().equals(file)).findFirst()
                    .orElseThrow(() -> new FerryException(new Problem.InternalError(file + " was put into the plugin folder and is not seen there.")));
        } catch (IOException e) {
            throw unreadable(jar, e);
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
