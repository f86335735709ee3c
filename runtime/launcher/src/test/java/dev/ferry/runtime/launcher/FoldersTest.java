package dev.ferry.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.edge.cli.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    Path folder;

    private Folders below(Path home) {
        return Folders.of(Map.of("FERRY_HOME", home.toString()), folder);
    }

    @Test
    void ferry_home_roots_everything() {
        assertThat(below(folder.resolve("h")).byName().values()).allSatisfy(path -> assertThat(path.getParent()).isEqualTo(folder.resolve("h")));
    }

    @Test
    void without_it_each_thing_is_where_xdg_puts_it() {
        Folders folders = Folders.of(Map.of("XDG_RUNTIME_DIR", "/run/user/1", "XDG_CACHE_HOME", ""), Path.of("/home/me"));

        assertThat(folders.config()).isEqualTo(Path.of("/home/me/.config/ferry"));
        assertThat(folders.state()).isEqualTo(Path.of("/home/me/.local/state/ferry"));
        assertThat(folders.cache()).isEqualTo(Path.of("/home/me/.cache/ferry"));
        assertThat(folders.run()).isEqualTo(Path.of("/run/user/1/ferry"));
    }

    @Test
    void what_is_missing_is_made_for_this_user_alone() throws Exception {
        Path home = folder.resolve("deep/h");
        below(home).prepare(Optional.of(home));

        assertThat(home.resolve("state")).satisfies(FoldersTest::isClosed);
        assertThat(home.resolve("run")).satisfies(FoldersTest::isClosed);
    }

    private static void isClosed(Path path) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
    }

    @Test
    void a_home_that_others_can_write_into_is_refused_with_the_remedy() throws Exception {
        Path home = made("h", "rwxrwxrwx");

        assertThatThrownBy(() -> below(home).prepare(Optional.of(home))).isInstanceOf(HostException.class).hasMessageContaining("chmod 700 " + home)
                .satisfies(e -> assertThat(((HostException) e).exit()).isEqualTo(4));
    }

    @Test
    void a_home_that_belongs_to_somebody_else_is_refused_with_the_remedy() throws Exception {
        Path home = made("h", "rwx------");
        assumeTrue(mayGiveAway(home), "Only root can give a folder to another user");

        assertThatThrownBy(() -> below(home).prepare(Optional.of(home))).isInstanceOf(HostException.class)
                .hasMessage("Ferry does not use " + home + ": it belongs to " + Files.getOwner(home).getName() + ". Name a folder of your own in FERRY_HOME.")
                .satisfies(e -> assertThat(((HostException) e).exit()).isEqualTo(4));
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void secrets_that_belong_to_somebody_else_are_refused() throws Exception {
        Path home = made("h", "rwx------");
        below(home).prepare(Optional.of(home));
        assumeTrue(mayGiveAway(home.resolve("state")), "Only root can give a folder to another user");

        assertThatThrownBy(() -> below(home).prepare(Optional.of(home))).hasMessageContaining("state: it belongs to");
    }

    private static boolean mayGiveAway(Path folder) {
        try {
            Files.setAttribute(folder, "unix:uid", 65534);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_home_that_others_can_only_look_at_is_used_and_its_secrets_are_closed() throws Exception {
        Path home = made("h", "rwxr-xr-x");
        below(home).prepare(Optional.of(home));

        assertThat(home.resolve("state")).satisfies(FoldersTest::isClosed);
    }

    @Test
    void secrets_that_others_can_look_at_are_refused() throws Exception {
        Path home = made("h", "rwx------");
        Files.createDirectory(home.resolve("state"));
        Files.setPosixFilePermissions(home.resolve("state"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(() -> below(home).prepare(Optional.of(home))).hasMessageContaining("look into it");
    }

    @Test
    void a_linked_folder_is_refused() throws Exception {
        Path home = made("h", "rwx------");
        Files.createSymbolicLink(home.resolve("state"), made("elsewhere", "rwx------"));

        assertThatThrownBy(() -> below(home).prepare(Optional.of(home))).hasMessageContaining("it is a link");
    }

    @Test
    void a_file_in_the_way_is_named() throws Exception {
        Path home = made("h", "rwx------");
        Files.writeString(home.resolve("run"), "");

        assertThatThrownBy(() -> below(home).prepare(Optional.of(home))).hasMessageContaining(home.resolve("run").toString()).hasMessageContaining("not a folder");
    }

    private Path made(String name, String permissions) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
    }
}
