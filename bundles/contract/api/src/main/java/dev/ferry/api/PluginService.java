package dev.ferry.api;

import dev.ferry.model.FerryException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The plugins of this home's plugin folder. A plugin is the home's owner's choice alone: no peer, and nothing that came from one, may reach this service.
 */
@ProviderType
public interface PluginService {
    /** Every jar of the folder with what became of it, by file name. Returns at once. */
    List<PluginView> plugins();

    /**
     * What would become of a jar, without changing anything: whether its signature counts, and whether it is a plugin that may run here. A signature is the file of the same
     * name and {@code .sig} beside it. Blocks while the jar is read.
     *
     * @return {@link PluginView.State#READY} or {@link PluginView.State#REFUSED}
     * @throws FerryException the file cannot be read
     */
    PluginView verify(Path jar) throws FerryException;

    /**
     * Copies a jar and its signature into the folder and starts it, in place of a plugin of the same name. Blocks until it runs or does not, up to half a minute.
     *
     * @throws FerryException it is refused, and then nothing was changed; or the folder cannot be written
     */
    PluginView install(Path jar) throws FerryException;

    /**
     * The same with a plugin of the index that the configuration names. Nothing is fetched from anywhere: its jar and its signature lie beside the index.
     *
     * @param name symbolic name
     * @throws FerryException the index or the jar may not be used, or the plugin is not in it, and then nothing was changed; or the folder cannot be written
     */
    PluginView installNamed(String name) throws FerryException;

    /**
     * Stops a plugin and removes its jar.
     *
     * @param name symbolic name or file name
     * @throws FerryException there is none of this name
     */
    void remove(String name) throws FerryException;
}
