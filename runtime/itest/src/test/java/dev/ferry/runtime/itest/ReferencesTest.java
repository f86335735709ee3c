package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that stay with one daemon and are reached by another. */
class ReferencesTest {
    private static final int BIG = 64 << 20;

    @TempDir
    Path folder;
    private Device anna;
    private Device ben;

    @BeforeEach
    void devices() {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        anna.up();
        ben.up();
        DaemonsTest.pair(ben, anna);
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    @Test
    void filesAreListedAndFetchedUntilTheirOwnerRevokes() throws Exception {
        Path tree = Trees.varied(folder);
        Map<String, String> picture = Trees.picture(tree);
        Command refused = anna.run(24, "send", tree.toString(), "--to", "ben", "--reference", "--ndjson");
        assertThat(refused.event("error").getString("message")).contains("ferry trust");

        anna.run(0, "trust", "ben", "trusted");
        ben.run(0, "trust", "anna", "trusted");
        Files.write(tree.resolve("zz big"), new byte[BIG]);
        anna.run(0, "send", tree.toString(), "--to", "ben", "--reference", "--access", "read", "--expires", "7d", "--ndjson");
        JsonObject held = ben.run(0, "refs", "--ndjson").event("reference");
        assertThat(held.getString("direction")).isEqualTo("held");
        assertThat(held.getString("access")).isEqualTo("read");
        assertThat(held.getString("state")).isEqualTo("active");
        assertThat(held).containsKey("expires");
        String id = held.getString("id");
        String top = tree.getFileName().toString();
        assertThat(ben.run(0, "refs", "ls", id, "--ndjson").events("entry")).extracting(entry -> entry.getString("path")).contains(top, top + "/zz big");

        ben.run(24, "refs", "put", id, ben.home().resolve("config/ferry.json").toString());
        ben.run(21, "refs", "get", id, top + "/none", "-o", folder.resolve("got").toString());
        anna.run(0, "limit", "--up", "2M");
        Command fetch = ben.start("refs", "get", id, "-o", folder.resolve("got").toString(), "--ndjson");
        ben.awaitTransfer(transfer -> transfer.getString("state").equals("active") && transfer.getJsonNumber("bytes").longValue() > 0);
        JsonObject revoked = anna.run(0, "refs", "revoke", id, "--ndjson").event("reference");
        assertThat(revoked.getString("state")).isEqualTo("revoked");
        fetch.expect(24);
        assertThat(fetch.event("error").getString("message")).contains("revoked");
        assertThat(folder.resolve("got").resolve(top).resolve("zz big")).doesNotExist();
        assertThat(ben.run(0, "refs", "--ndjson").event("reference").getString("state")).isEqualTo("revoked");
        ben.run(24, "refs", "ls", id);

        anna.run(0, "limit", "--up", "none");
        Files.delete(tree.resolve("zz big"));
        String again = anna.run(0, "send", tree.toString(), "--to", "ben", "--reference", "--ndjson").event("reference", given -> given.getString("state").equals("active")).getString("id");
        ben.run(0, "refs", "get", again, "-o", folder.resolve("whole").toString());
        assertThat(Trees.picture(folder.resolve("whole").resolve(top))).isEqualTo(picture);
    }
}
