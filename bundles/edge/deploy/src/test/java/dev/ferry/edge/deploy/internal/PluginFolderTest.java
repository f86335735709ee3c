package dev.ferry.edge.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {
    @TempDir
    Path home;

    private PluginFolder folder() {
        return new PluginFolder(home.resolve("plugins"));
    }

    @Test
    void aFolderThatIsNotThereHoldsNothing() throws Exception {
        assertThat(folder().list()).isEmpty();
    }

    @Test
    void aJarThatWasReplacedOrSignedLooksDifferent() throws Exception {
        PluginFolder folder = folder();
        folder.put("a.jar", new PluginFolder.Content(new byte[] {1}, Optional.empty()));
        Map<String, PluginFolder.Stamp> first = folder.list();
        assertThat(folder.list()).isEqualTo(first);
        folder.put("a.jar", new PluginFolder.Content(new byte[] {2}, Optional.empty()));
        Map<String, PluginFolder.Stamp> second = folder.list();
        assertThat(second).isNotEqualTo(first);
        folder.put("a.jar", new PluginFolder.Content(new byte[] {2}, Optional.of("signed")));
        assertThat(folder.list()).isNotEqualTo(second);
        assertThat(folder.read("a.jar").signature()).contains("signed");
        folder.delete("a.jar");
        assertThat(home.resolve("plugins")).isEmptyDirectory();
    }

    @Test
    void aFolderThatOthersMayWriteIntoIsNotUsed() throws Exception {
        folder().put("a.jar", new PluginFolder.Content(new byte[] {1}, Optional.empty()));
        Files.setPosixFilePermissions(home.resolve("plugins"), PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> folder().list()).isInstanceOf(IOException.class).hasMessageContaining("chmod go-w");
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path elsewhere = Files.write(home.resolve("elsewhere"), new byte[] {1});
        Files.createDirectory(home.resolve("plugins"));
        Files.createSymbolicLink(home.resolve("plugins/a.jar"), elsewhere);
        assertThatThrownBy(() -> folder().read("a.jar")).isInstanceOf(IOException.class).hasMessageContaining("no plain file");
    }
}
