package dev.ferry.edge.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes that ssh-keygen signs. */
class CatalogueTest {
    private static final String NAME = "com.example.beacon";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;
    private Path key;
    private Path index;
    private Path jar;

    @BeforeEach
    void signer() throws Exception {
        key = key("signer");
        index = folder.resolve("stick/index");
        Files.createDirectory(index.getParent());
        jar = Files.write(index.resolveSibling("beacon-1.jar"), new byte[] {1, 2, 3});
        write(7, "2026-01-02T00:00:00Z", NAME);
    }

    private Path key(String name) throws Exception {
        Path made = folder.resolve(name);
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", made.toString());
        return made;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor()).isZero();
    }

    private void write(long serial, String expires, String name) throws Exception {
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        write("ferry-plugin-index 1\n# spring\n\nserial " + serial + "\nexpires " + expires + "\nplugin " + name + " " + hash + " beacon-1.jar\n");
    }

    private void write(String text) throws Exception {
        Files.writeString(index, text);
        sign(key, Catalogue.NAMESPACE);
    }

    private void sign(Path by, String purpose) throws Exception {
        Files.deleteIfExists(index.resolveSibling("index.sig"));
        run("ssh-keygen", "-q", "-Y", "sign", "-n", purpose, "-f", by.toString(), index.toString());
    }

    private Catalogue.Found find(String name) throws Exception {
        Signers signers = new Signers(List.of(SshKey.parse(Files.readString(folder.resolve("signer.pub")).strip())), true);
        return new Catalogue(Optional.of(index), signers, folder.resolve("home/used-indexes"), () -> NOW).find(name);
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> find(NAME)).isInstanceOf(Index.BadIndex.class).message().contains(parts);
    }

    @Test
    void aPluginOfASignedIndexIsFoundAsOftenAsItIsWanted() throws Exception {
        assertThat(find(NAME).content().jar()).containsExactly(1, 2, 3);
        assertThat(find(NAME).file()).isEqualTo("beacon-1.jar");
    }

    @Test
    void anIndexThatNobodySignedIsNotUsedThoughUnsignedPluginsMayRun() throws Exception {
        Files.delete(index.resolveSibling("index.sig"));
        refused("not signed", "index.sig", "ssh-keygen -Y sign -n ferry-plugin-index");
    }

    @Test
    void aChangedIndexIsNotUsed() throws Exception {
        Files.writeString(index, "# added\n", StandardOpenOption.APPEND);
        refused("changed after it was signed");
    }

    @Test
    void aSignatureForAJarIsNoneForAnIndex() throws Exception {
        sign(key, SshSignature.NAMESPACE);
        refused("another purpose");
    }

    @Test
    void aStrangersIndexIsNotUsedAndItsKeyIsShown() throws Exception {
        sign(key("stranger"), Catalogue.NAMESPACE);
        refused("not trusted here", Files.readString(folder.resolve("stranger.pub")).split(" ")[1]);
    }

    @Test
    void anExpiredIndexIsNotUsed() throws Exception {
        write(8, "2026-01-01T00:00:00Z", NAME);
        refused("expired at 2026-01-01T00:00:00Z", "clock");
    }

    @Test
    void anOlderIndexOrAnotherOfTheSameSerialIsNotUsedOnceANewerWas() throws Exception {
        Path old = Files.createDirectory(folder.resolve("old"));
        for (String each : List.of("index", "index.sig")) {
            Files.copy(index.resolveSibling(each), old.resolve(each));
        }
        find(NAME);
        write(8, "2026-01-02T00:00:00Z", NAME);
        find(NAME);
        write(8, "2026-01-03T00:00:00Z", NAME);
        refused("another one with the same");
        for (String each : List.of("index", "index.sig")) {
            Files.copy(old.resolve(each), index.resolveSibling(each), StandardCopyOption.REPLACE_EXISTING);
        }
        refused("Its serial is 7", "one with 8");
        write(9, "2026-01-02T00:00:00Z", NAME);
        assertThat(find(NAME).file()).isEqualTo("beacon-1.jar");
    }

    @Test
    void anotherJarThanTheNamedOneIsNotTaken() throws Exception {
        Files.write(jar, new byte[] {1, 2, 4});
        refused("not the jar that the plugin index names");
        Files.delete(jar);
        refused("cannot be read beside the index");
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        assertThatThrownBy(() -> find("com.example.lamp")).isInstanceOf(Index.BadIndex.class).hasMessageContaining("lists no plugin com.example.lamp");
        Files.delete(index);
        refused("cannot be read");
        assertThatThrownBy(() -> new Catalogue(Optional.empty(), new Signers(List.of(), true), folder.resolve("used"), () -> NOW).find(NAME))
                .isInstanceOf(Index.BadIndex.class).hasMessageContaining("No index is configured");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ferry-plugin-index 2\nserial 1\nexpires 2030-01-01T00:00:00Z\n", "ferry-plugin-index 1\nserial -1\nexpires 2030-01-01T00:00:00Z\n",
        "ferry-plugin-index 1\nserial 1\nexpires soon\n", "ferry-plugin-index 1\nserial 1\nexpires 2030-01-01T00:00:00Z\nplugin a 00 a.jar\n",
        "ferry-plugin-index 1\nserial 1\nexpires 2030-01-01T00:00:00Z\nplugin a 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef ../a.jar\n"})
    void aSignedIndexThatIsNoneIsSaidToBeNone(String text) throws Exception {
        write(text);
        refused("is not used");
        assertThat(folder.resolve("home")).doesNotExist();
    }
}
