package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees with what nobody meant to send in them, and trees that somebody works in meanwhile. */
class OddTreesTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;

    @BeforeEach
    void devices() {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    /** What a terminal could obey or show wrongly: controls, and what turns or hides text. The tab and the end of a line are ours. */
    private static void harmless(Command... commands) {
        for (Command command : commands) {
            String all = command.out() + "\n" + command.err();
            assertThat(all.codePoints().filter(c -> c != '\n' && (c < 0x20 || c == 0x7f || c >= 0x80 && c < 0xa0 || c == 0x200b || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069))
                    .mapToObj(Integer::toHexString).toList()).as("in what " + command + " printed").isEmpty();
        }
    }

    private static Map<String, String> left(Command command) {
        return command.event("done").getJsonArray("left").getValuesAs(JsonObject.class).stream().collect(Collectors.toMap(l -> l.getString("path"), l -> l.getString("reason")));
    }

    private Path odd() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree\u001b[2J"));
        Files.writeString(tree.resolve("plain"), "plain");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("plain"));
        Files.createSymbolicLink(tree.resolve("folder link"), folder);
        assertThat(new ProcessBuilder("mkfifo", tree.resolve("pipe").toString()).start().waitFor()).isZero();
        Files.writeString(tree.resolve("two\nlines"), "1");
        Files.writeString(tree.resolve("red\u001b[31m\u0007"), "2");
        Files.writeString(tree.resolve("invoice\u202egnp.exe"), "3");
        Files.writeString(tree.resolve("zero\u200bwidth"), "4");
        Files.writeString(tree.resolve("c1\u009b31m"), "5");
        return tree;
    }

    @Test
    void linksAndPipesAreLeftOutAndNamesAreHarmlessWhereverTheyAreShown() throws Exception {
        Path tree = odd();
        for (String form : List.of("--ndjson", "-v")) {
            Path out = folder.resolve("out " + form);
            Command send = anna.start("send", tree.toString(), "--message", "look\u001b]0;owned\u0007\u202e", form);
            Command receive = ben.start("receive", send.code(), "-o", out.toString(), form);
            receive.type("y");
            receive.expect(10);
            send.expect(10);
            harmless(send, receive);
            assertThat(Trees.all(out).stream().filter(p -> p.contains("/")).map(p -> p.substring(p.indexOf('/') + 1)).toList())
                    .containsExactlyInAnyOrder("plain", "two_lines", "red_[31m_", "invoice_gnp.exe", "zero_width", "c1_31m");
            assertThat(send.err() + send.out()).contains("symbolic link", "a pipe, a socket or a device");
            assertThat(receive.err() + receive.out()).contains("two\\", "renamed");
        }
        Command send = anna.start("send", tree.resolve("link").toString(), "--ndjson");
        send.expect(5).says("file-access", "symbolic link", "Share what it leads to");
        anna.run(5, "send", tree.resolve("pipe").toString(), "--ndjson").says("file-access", "neither a file nor a folder");
    }

    @Test
    void whatChangesWhileItIsSentIsNamedAndNothingOfItIsKept() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("a early"), "early");
        Trees.random(tree.resolve("b large"), 24 << 20);
        Files.writeString(tree.resolve("c replaced"), "before");
        Files.writeString(tree.resolve("d gone"), "before");
        Files.writeString(tree.resolve("e late"), "late");
        // Named one by one they are sent in this order; a folder's entries come as its file system lists them.
        List<String> words = new ArrayList<>(List.of("send", "--limit", "8M", "--ndjson"));
        Trees.all(tree).forEach(name -> words.add(tree.resolve(name).toString()));
        Command send = anna.start(words.toArray(String[]::new));
        Path out = folder.resolve("out");
        Command receive = ben.start("receive", send.code(), "--yes", "-o", out.toString(), "--ndjson");
        receive.event("progress", p -> p.getInt("bytes") > 1_000_000);
        Files.write(tree.resolve("b large"), "more".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        Files.move(Files.writeString(folder.resolve("other"), "after!"), tree.resolve("c replaced"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(tree.resolve("d gone"));

        receive.expect(10);
        send.expect(10);
        assertThat(Trees.all(out)).containsExactly("a early", "e late");
        for (Command side : List.of(send, receive)) {
            assertThat(left(side)).containsOnlyKeys("b large", "c replaced", "d gone");
            assertThat(left(side).values()).allMatch(reason -> reason.contains("changed while it was being sent"));
        }
    }
}
