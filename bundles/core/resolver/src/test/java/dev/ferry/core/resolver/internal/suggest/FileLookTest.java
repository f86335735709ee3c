package dev.ferry.core.resolver.internal.suggest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.ShareRequest.Item;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of files before they are shared. */
class FileLookTest {
    @TempDir
    Path folder;
    private Path tree;

    @BeforeEach
    void tree() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
    }

    private void file(String name, int bytes) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
    }

    private FileFacts look() {
        return FileLook.at(List.of(new Item(tree, false)));
    }

    @Test
    void most_of_a_tree_gives_its_sort_and_all_of_it_its_size() throws IOException {
        file("a.JPG", 1000);
        file("sub/b.jpeg", 2000);
        file("sub/deep/c.png", 3000);
        file("notes.txt", 5);

        FileFacts facts = look();
        assertThat(facts.type()).isEqualTo(FileType.PHOTOS);
        assertThat(facts.files()).isEqualTo(4);
        assertThat(facts.bytes()).isEqualTo(6005);
        assertThat(facts.sensitive()).isEmpty();
    }

    @Test
    void where_no_sort_is_more_than_half_they_are_mixed() throws IOException {
        file("a.jpg", 1);
        file("b.mp3", 1);

        assertThat(look().type()).isEqualTo(FileType.MIXED);
        assertThat(FileLook.at(List.of()).files()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_rsa", "ID_ED25519", "server.key", "site.pem", "all.kdbx", ".env", ".env.production", ".netrc", "passwords.txt", ".ssh/config", ".gnupg/pubring.gpg"})
    void keys_and_passwords_are_known_by_their_names(String name) throws IOException {
        file("plain.txt", 1);
        file(name, 1);

        assertThat(look().sensitive()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyboard.txt", "environment", "id_rsa.pub", "monkey", "passport.jpg", "ssh/config"})
    void names_that_only_remind_of_one_are_not(String name) throws IOException {
        file(name, 1);

        assertThat(look().sensitive()).isEmpty();
    }

    @Test
    void links_are_not_followed_and_a_large_tree_is_looked_at_in_part() throws IOException {
        file("a.txt", 1);
        Files.createSymbolicLink(tree.resolve("around"), tree);
        Files.createSymbolicLink(tree.resolve("key.pem"), folder);
        assertThat(look().files()).isEqualTo(1);
        for (int i = 0; i < FileLook.MOST + 10; i++) {
            Files.createFile(tree.resolve("f" + i));
        }
        assertThat(look().files()).isBetween(FileLook.MOST - 10L, (long) FileLook.MOST);
    }

    @Test
    void a_name_cannot_write_on_a_terminal() throws IOException {
        file("a\u001b[2J.pem", 1);

        assertThat(look().sensitive()).hasValueSatisfying(name -> assertThat(name).doesNotContain("\u001b"));
    }

    @Test
    void what_is_not_there_is_told_where_it_matters() {
        List<Item> absent = List.of(new Item(folder.resolve("gone.mp3"), false));

        assertThat(FileLook.at(absent).type()).isEqualTo(FileType.MUSIC);
        assertThatThrownBy(() -> FileLook.demanding(absent)).isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.FileAccessDenied.class));
    }
}
