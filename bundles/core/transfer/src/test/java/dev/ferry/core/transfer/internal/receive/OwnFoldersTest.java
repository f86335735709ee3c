package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.DiskFault;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is received into what is Ferry's own, from wherever it is reached. */
class OwnFoldersTest {
    @TempDir
    Path user;
    private Path plugins;
    private OwnFolders own;

    @BeforeEach
    void home() throws IOException {
        plugins = user.resolve("home/plugins");
        Files.createDirectories(plugins);
        Files.writeString(plugins.resolve("mine.jar"), "mine");
        Files.createDirectory(user.resolve("beside"));
        Files.createSymbolicLink(user.resolve("link"), plugins);
        Files.createSymbolicLink(user.resolve("link to the home"), user.resolve("home"));
        own = new OwnFolders(List.of(plugins, user.resolve("home/made-later")));
    }

    private static void assertRefused(ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(DiskException.class, why -> assertThat(why.fault()).isEqualTo(DiskFault.OWN_FOLDER));
    }

    private ReceiveFolder open(String folder) throws DiskException {
        return ReceiveFolder.open(user.resolve(folder), Optional.empty(), own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"home/plugins", "home/plugins/below", "home/plugins/a/b", "link", "link/below", "link to the home/plugins", "beside/../home/plugins", "home/plugins/../plugins/x"})
    void neitherTheFolderNorWhatLiesInIt(String folder) throws Exception {
        assertThat(own.hold(user.resolve(folder))).isTrue();
        assertRefused(() -> open(folder));
        assertThat(Trees.contents(plugins)).containsOnlyKeys("mine.jar");
    }

    @Test
    void notThroughWhatDoesNotExistYet() throws Exception {
        assertRefused(() -> open("nothing/../home/plugins/x"));
        assertThat(Trees.contents(plugins)).containsOnlyKeys("mine.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"home", "beside", "beside/below", "home/plugins2", "link to the home"})
    void whatLiesAboveOrBesideIsAsAnyOther(String folder) throws Exception {
        assertThat(own.hold(user.resolve(folder))).isFalse();
        try (Receiving receiving = new Receiving(open(folder), ConflictPolicy.RENAME)) {
            assertThat(receiving.file("file", "welcome")).get().isInstanceOf(Placement.Placed.class);
        }
        assertThat(user.resolve(folder).resolve("file")).hasContent("welcome");
    }

    @ParameterizedTest
    @EnumSource(ConflictPolicy.class)
    void fromAboveNothingGetsIntoIt(ConflictPolicy policy) throws Exception {
        try (ReceiveFolder folder = open("home")) {
            for (String path : List.of("plugins/evil.jar", "plugins/mine.jar", "plugins/a/evil.jar")) {
                assertRefused(() -> folder.begin(Receiving.path(path), 1, Optional.of(Instant.EPOCH)));
                assertRefused(() -> folder.standingFile(Receiving.path(path)));
                assertThat(folder.standing(Receiving.path(path))).isInstanceOf(Standing.Other.class);
            }
            assertRefused(() -> folder.makeDirectory(Receiving.path("plugins"), policy));
            assertRefused(() -> folder.makeDirectory(Receiving.path("plugins/new"), policy));
        }
        try (ReceiveFolder folder = open(".")) {
            assertRefused(() -> folder.begin(Receiving.path("home/plugins/evil.jar"), 1, Optional.empty()));
        }
        assertThat(Trees.contents(plugins)).containsOnlyKeys("mine.jar").containsValue("mine");
    }

    @Test
    void oneThatIsMadeMeanwhileIsNotEntered() throws Exception {
        try (ReceiveFolder folder = open("home")) {
            folder.makeDirectory(Receiving.path("made-later"), ConflictPolicy.RENAME);
            assertRefused(() -> folder.begin(Receiving.path("made-later/evil.jar"), 1, Optional.empty()));
        }
        assertThat(user.resolve("home/made-later")).isEmptyDirectory();
    }
}
