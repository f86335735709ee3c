package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user of a device may not read or write. */
class RightsTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;

    @BeforeEach
    void devices() throws IOException {
        String missing = Rights.missing();
        assumeTrue(missing.isEmpty(), () -> "Permissions cannot be tried here: " + missing);
        Rights.passable(folder);
        anna = Device.unprivileged(folder, "anna");
        ben = Device.unprivileged(folder, "ben");
    }

    @AfterEach
    void stop() {
        if (anna != null) {
            anna.close();
            ben.close();
        }
    }

    private Path closed(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        return path;
    }

    @Test
    void aFolderThatMayNotBeWrittenIsToldBeforeTheCodeIsUsed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        closed(file, "rw-r--r--");
        Path shut = Files.createDirectory(folder.resolve("shut"));
        closed(shut, "r-xr-xr-x");
        Command send = anna.start("send", file.toString(), "--ndjson");
        String code = send.event("code").getString("code");

        ben.run(5, "receive", code, "--yes", "-o", shut.toString(), "--ndjson").says("file-access", shut + " may not be written", "choose another folder");
        ben.run(5, "receive", code, "--yes", "-o", shut.resolve("new/inner").toString(), "--ndjson").says("file-access", shut + " may not be written");
        assertThat(Trees.all(shut)).isEmpty();

        Path open = Files.createDirectory(folder.resolve("open"));
        Rights.give(open);
        ben.run(0, "receive", code, "--yes", "-o", open.toString(), "--ndjson");
        send.expect(0);
        assertThat(open.resolve("file")).hasContent("x");
    }

    @Test
    void aHomeOfAnotherUserIsNotUsed() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "Only root can make a home that another user owns");
        Files.setAttribute(ben.home(), "unix:uid", 0);
        Files.setPosixFilePermissions(ben.home(), PosixFilePermissions.fromString("rwxr-xr-x"));
        ben.run(4, "up", "--ndjson").says("home-unsafe", ben.home() + ": it belongs to root", "Name a folder of your own in FERRY_HOME");
        ben.run(4, "devices", "--ndjson").says("home-unsafe", "it belongs to root");
        assertThat(ben.home().resolve("state")).doesNotExist();
    }

    @Test
    void anInboxThatMayNotBeWrittenIsToldToBoth() throws Exception {
        Path file = closed(Files.writeString(folder.resolve("file"), "x"), "rw-r--r--");
        Path shut = closed(Files.createDirectory(folder.resolve("shut")), "r-xr-xr-x");
        ben.configure("\"dev.ferry.core.transfer\": { \"inbox\": \"" + shut + "\" }");
        anna.up();
        ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
        anna.run(5, "send", file.toString(), "--to", "ben", "--ndjson").says("file-access", "other device cannot write", "another one");
        assertThat(Trees.all(shut)).isEmpty();

        // A person who answers may say where instead.
        ben.run(0, "trust", "anna", "verified");
        Path open = Files.createDirectory(folder.resolve("open"));
        Rights.give(open);
        Command send = anna.start("send", file.toString(), "--to", "ben", "--ndjson");
        String offer = ben.offer().getString("id");
        ben.run(5, "inbox", "accept", offer, "-o", shut.toString(), "--ndjson").says("file-access", shut.toString());
        ben.run(0, "inbox", "accept", offer, "-o", open.toString(), "--ndjson");
        send.expect(0);
        assertThat(open.resolve("file")).hasContent("x");
    }

    @Test
    void aFileThatMayNotBeReadIsNamedAndTheOthersArrive() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve("open"), "for all");
        Files.createDirectory(tree.resolve("shut folder"));
        Files.writeString(tree.resolve("shut folder/inner"), "unseen");
        Path shut = Files.writeString(tree.resolve("shut file"), "for one");
        Rights.give(tree);
        closed(shut, "---------");
        closed(tree.resolve("shut folder"), "---------");
        Path out = Files.createDirectory(folder.resolve("out"));
        Rights.give(out);

        Path dim = Files.createDirectory(folder.resolve("dim"));
        closed(Files.writeString(dim.resolve("file"), "x"), "rw-r--r--");
        closed(dim, "--x--x--x");
        anna.run(5, "send", dim.resolve("file").toString(), "--ndjson").says("file-access", dim + " may not be read", "Copy it elsewhere");
        anna.run(5, "send", shut.toString(), "--ndjson").says("file-access", "shut file may not be read", "permissions");

        Command send = anna.start("send", tree.toString(), "--ndjson");
        Command receive = ben.start("receive", send.event("code").getString("code"), "--yes", "-o", out.toString(), "--ndjson");
        receive.expect(10);
        send.expect(10);
        List<JsonObject> left = send.event("done").getJsonArray("left").getValuesAs(JsonObject.class);
        assertThat(left).extracting(l -> l.getString("path")).containsExactlyInAnyOrder("tree/shut file", "tree/shut folder");
        assertThat(receive.event("done").getInt("skipped")).isEqualTo(2);
        assertThat(Trees.all(out)).containsExactly("tree", "tree/open");
    }
}
