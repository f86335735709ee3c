package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareResult;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where a reference leads, and where not. */
class ReferencePathTest extends TwoWithReferences {
    @Test
    void nothingOfFerrysOwnIsGiven() throws Exception {
        Files.createDirectories(alice.own);
        Files.writeString(alice.own.resolve("key"), "secret");
        assertRefused(() -> give(AccessLevel.READ_ONLY, alice.own.resolve("key")), Problem.BadRequest.class, "Ferry's own");
        Path around = alice.own.getParent();
        UUID id = give(AccessLevel.READ_ONLY, around).id();
        String own = around.getFileName() + "/" + alice.own.getFileName();
        assertThat(names(id, "", true)).isNotEmpty().noneMatch(name -> name.startsWith(own + "/"));
        assertRefused(() -> list(id, own + "/key", false), Problem.NotFound.class);
        assertThat(result(get(id, own + "/key")).problem()).containsInstanceOf(Problem.NotFound.class);
    }

    @Test
    void aLinkInItLeadsNowhere() throws Exception {
        Path films = films();
        Path secret = file("secret/key", 9);
        Files.createSymbolicLink(films.resolve("link"), secret);
        Files.createSymbolicLink(films.resolve("way"), secret.getParent());
        UUID id = give(AccessLevel.READ_ONLY, films).id();
        assertThat(bobs().list(id, "", true, page -> assertThat(page).noneMatch(entry -> entry.path().contains("link") || entry.path().contains("way")))).isEqualTo(2);
        for (String path : List.of("films/link", "films/way", "films/way/key")) {
            assertRefused(() -> list(id, path, true), Problem.NotFound.class);
            assertThat(result(get(id, path)).problem()).as(path).containsInstanceOf(Problem.NotFound.class);
        }
        assertThat(into()).satisfiesAnyOf(path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
    }

    @Test
    void aFolderSwappedForALinkLeadsNowhere() throws Exception {
        Path films = films();
        Path secret = file("secret/key", 9);
        UUID id = give(AccessLevel.READ_ONLY, films).id();
        Files.move(films.resolve("deep"), dir.resolve("from/moved"));
        Files.createSymbolicLink(films.resolve("deep"), secret.getParent());
        assertThat(result(get(id, "films/deep/key")).problem()).containsInstanceOf(Problem.NotFound.class);
        Files.move(films, dir.resolve("from/films moved"));
        Files.createSymbolicLink(films, secret.getParent());
        assertThat(names(id, "", true)).isEmpty();
        assertThat(result(get(id)).problem()).containsInstanceOf(Problem.NotFound.class);
        assertThat(result(get(id, "films/key")).problem()).containsInstanceOf(Problem.NotFound.class);
        UUID written = give(AccessLevel.READ_WRITE, Files.createDirectory(dir.resolve("from/room"))).id();
        Files.delete(dir.resolve("from/room"));
        Files.createSymbolicLink(dir.resolve("from/room"), secret.getParent());
        assertThat(result(bobs().put(written, List.of(new ShareRequest.Item(file("mine", 3), false)))).problem()).containsInstanceOf(Problem.TransferRejected.class);
        assertThat(secret.getParent()).isDirectoryContaining(path -> path.equals(secret));
        assertThat(tree(secret.getParent())).containsOnlyKeys("key");
    }

    @Test
    void namesThatActOnScreensAreShownHarmlessAndStillFetch() throws Exception {
        String name = "odd\u202Egnp.exe\u0007 and \\ too";
        Path odd = file("odd/" + name, 12).getParent();
        UUID id = give(AccessLevel.READ_ONLY, odd).id();
        String shown = names(id, "odd", false).get(0);
        assertThat(shown).isEqualTo("odd/odd\\u{202e}gnp.exe\\u{7} and \\\\ too");
        ShareResult gotten = result(get(id, shown));
        assertThat(gotten.files()).isEqualTo(1);
    }
}
