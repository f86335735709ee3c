package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device gets another home, and its pairs find it there. */
class IdentityMovedTest {
    @TempDir
    Path folder;
    private Device old;
    private Device next;
    private Device ben;

    @AfterEach
    void stop() {
        old.close();
        next.close();
        ben.close();
    }

    @Test
    void itsPairsReachItInItsNewHome() throws Exception {
        old = Device.local(folder, "anna");
        next = Device.local(folder, "anna-again");
        ben = Device.local(folder, "ben");
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery");
        Path wrong = Files.writeString(folder.resolve("wrong"), "incorrect horse battery");
        String file = folder.resolve("anna.ferry").toString();
        Command annaDaemon = old.up();
        ben.up();
        DaemonsTest.pair(ben, old);
        old.run(0, "trust", "ben", "trusted");
        String id = old.run(0, "identity", "export", file, "--passphrase-file", passphrase.toString(), "--ndjson").event("identity").getString("id");
        old.run(2, "identity", "export", file, "--passphrase-file", passphrase.toString());
        old.run(4, "identity", "import", file, "--passphrase-file", passphrase.toString());
        annaDaemon.close();

        next.run(25, "identity", "import", file, "--passphrase-file", wrong.toString());
        assertThat(next.run(0, "identity", "import", file, "--passphrase-file", passphrase.toString(), "--ndjson").event("identity").getString("id")).isEqualTo(id);
        next.run(2, "identity", "import", file, "--passphrase-file", passphrase.toString());
        next.run(0, "identity", "import", file, "--replace", "--passphrase-file", passphrase.toString());
        next.up();
        Path note = Files.writeString(folder.resolve("note.txt"), "hello");
        assertThat(ben.run(0, "send", note.toString(), "--to", "anna", "--ndjson").event("done").getString("state")).isEqualToIgnoringCase("completed");
    }
}
