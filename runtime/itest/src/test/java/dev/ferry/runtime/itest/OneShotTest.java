package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people, two terminals, no daemon on either side. */
class OneShotTest {
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

    private Command receive(Command send, Path out, String... more) {
        String code = send.event("code").getString("code");
        List<String> words = new ArrayList<>(List.of("receive", code, "--yes", "-o", out.toString(), "--ndjson"));
        words.addAll(List.of(more));
        return ben.start(words.toArray(String[]::new));
    }

    @Test
    void aTreeArrivesAsItWasWithItsTimes() throws Exception {
        Path tree = Trees.varied(folder);
        Path out = folder.resolve("out");
        Command send = anna.start("send", tree.toString(), "--ndjson");
        Command receive = receive(send, out);
        receive.expect(0);
        send.expect(0);
        Map<String, String> sent = Trees.picture(tree);
        assertThat(Trees.picture(out.resolve(tree.getFileName().toString()))).isEqualTo(sent).hasSizeGreaterThan(200);
        assertThat(send.event("done").getString("state")).isEqualToIgnoringCase("completed");
        assertThat(receive.event("done").getJsonNumber("files").longValue()).isEqualTo(sent.size());
        assertThat(send.event("done").getString("profile")).isEqualTo("ephemeral");
        assertThat(send.event("done").getString("route")).contains("127.0.0.1");
        for (Command side : List.of(send, receive)) {
            assertThat(side.event("done").getString("group")).as("what the keys were agreed with").isEqualTo("X25519MLKEM768");
            assertThat(side.event("done").getString("cipher")).isEqualTo("TLS_AES_128_GCM_SHA256");
        }
    }

    @Test
    void aTreeArrivesOnJava25Too() throws Exception {
        Optional<Path> java = java25();
        assumeTrue(java.isPresent(), "No JDK 25 is installed, so two devices are not tried on it");
        anna.java(java.get());
        ben.java(java.get());
        aTreeArrivesAsItWasWithItsTimes();
    }

    private static Optional<Path> java25() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (System.getenv("JAVA_HOME_25") != null) {
            return Optional.of(Path.of(System.getenv("JAVA_HOME_25")));
        }
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(home -> home.getFileName().toString().contains("-25") && Files.isExecutable(home.resolve("bin/java"))).findFirst();
        }
    }

    /** Sources and history, as they lie here: thousands of small files, and the odd large pack. */
    @Test
    void aProjectWithItsHistoryArrives() throws Exception {
        Path project = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(project.resolve("PROTOCOL.md"))) {
            project = project.getParent();
        }
        Path copy = Trees.copy(project, folder.resolve("project"), name -> name.equals("target"));
        assumeTrue(Files.isDirectory(copy.resolve(".git")), "This is no clone, so a project's history is not sent");
        Path out = folder.resolve("out");
        Command send = anna.start("send", copy.toString(), "--ndjson");
        receive(send, out).expect(0);
        send.expect(0);
        assertThat(Trees.picture(out.resolve("project"))).isEqualTo(Trees.picture(copy)).hasSizeGreaterThan(500);
        Process status = new ProcessBuilder("git", "-C", out.resolve("project").toString(), "fsck", "--no-progress").redirectErrorStream(true).start();
        String said = new String(status.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(status.waitFor()).as(said).isZero();
    }

    @Test
    @Tag("soak")
    void twoGibibytesAndABitArrive() throws Exception {
        long size = (2L << 30) + 4097;
        Path file = folder.resolve("huge");
        // Holes beside what does not compress: both ends, and the places where 31 and 32 bits end.
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] piece = new byte[16 << 20];
            new Random(2).nextBytes(piece);
            huge.setLength(size);
            for (long at : new long[] {0, (1L << 30) - 5, (2L << 30) - (8 << 20), size - piece.length}) {
                huge.seek(at);
                huge.write(piece);
            }
        }
        assumeTrue(Files.getFileStore(folder).getUsableSpace() > 2 * size, "There is no room for two more files of this size");
        Path out = folder.resolve("out");
        Command send = anna.start("send", file.toString(), "--ndjson");
        receive(send, out).expect(0);
        send.expect(0);
        assertThat(Files.mismatch(file, out.resolve("huge"))).isEqualTo(-1);
    }

    @Test
    void aSlashAtTheEndSendsWhatIsInTheFolder() throws Exception {
        Path tree = Trees.varied(folder);
        Path out = folder.resolve("out");
        Command send = anna.start("send", tree + "/", "--ndjson");
        receive(send, out).expect(0);
        send.expect(0);
        Map<String, String> received = Trees.picture(out);
        assertThat(received).isEqualTo(Trees.picture(tree));
    }

    @Test
    void theJavaLibrariesArriveByTicketWithoutDiscovery() throws Exception {
        Path lib = Path.of(System.getProperty("java.home"), "lib");
        Path out = folder.resolve("out");
        Command send = anna.start("send", lib.toString(), "--ndjson");
        Path ticket = Files.writeString(folder.resolve("ticket"), send.event("code").getString("ticket"));
        Files.setPosixFilePermissions(ticket, PosixFilePermissions.fromString("rw-------"));
        Command receive = ben.start("receive", "--code-file", ticket.toString(), "--yes", "-o", out.toString(), "--ndjson");
        // Some JDKs have links in their lib folder. They are never sent, and both sides say so.
        int exit = send.exit();
        assertThat(exit).as("10 where links were skipped").isIn(0, 10);
        assertThat(receive.exit()).isEqualTo(exit);
        assertThat(Trees.picture(out.resolve("lib"))).isEqualTo(Trees.picture(lib)).hasSizeGreaterThan(30);
    }

    @Test
    void aWrongCodeEndsBothSidesWithTwentyTwoAndNothingArrives() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "secret");
        Command send = anna.start("send", file.toString(), "--ndjson");
        String code = send.event("code").getString("code");
        char last = code.charAt(code.length() - 1);
        String wrong = code.substring(0, code.length() - 1) + (last == '0' ? '1' : '0');
        Command receive = ben.run(22, "receive", wrong, "--yes", "-o", folder.resolve("out").toString(), "--ndjson");
        send.expect(22);
        assertThat(receive.event("error").getString("code")).isEqualTo("wrong-code");
        assertThat(send.event("error").getString("message")).contains("used up");
        assertThat(folder.resolve("out/file")).doesNotExist();
    }

    @Test
    void noPayloadReachesTheReceiversSocketBeforeItAccepts() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[16 << 20]);
        Command send = anna.start("send", file.toString(), "--ndjson");
        Path out = folder.resolve("out");
        Command receive = ben.start("receive", send.event("code").getString("code"), "-o", out.toString());
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> (receive.out() + receive.err()).contains("free here"));
        // What a stranger offers is padded to four cells at least; the file is a hundred times as much.
        assertThat(received(receive.process().pid())).as("bytes of the greeting and the offer").isBetween(4 * 16_384L, 128 * 1024L);
        receive.type("y");
        receive.expect(0);
        send.expect(0);
        assertThat(Trees.digest(out.resolve("file"))).isEqualTo(Trees.digest(file));
    }

    /** What the kernel has received on the TCP connections of a process. */
    private static long received(long pid) throws Exception {
        Process ss = new ProcessBuilder("ss", "-Htinp", "state", "established").redirectErrorStream(true).start();
        String[] lines = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\\n(?=\\S)");
        Matcher bytes = Pattern.compile("bytes_received:(\\d+)").matcher(Arrays.stream(lines).filter(l -> l.contains("pid=" + pid + ",")).collect(Collectors.joining()));
        long sum = 0;
        while (bytes.find()) {
            sum += Long.parseLong(bytes.group(1));
        }
        return sum;
    }

    @Test
    void aReceiverThatSaysNoIsARejection() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "unwanted");
        Command send = anna.start("send", file.toString(), "--ndjson");
        Command receive = ben.start("receive", send.event("code").getString("code"), "-o", folder.resolve("out").toString());
        receive.type("n");
        send.expect(20);
        assertThat(send.event("error").getString("code")).isEqualTo("rejected");
        assertThat(receive.exit()).isNotZero();
        assertThat(folder.resolve("out/file")).doesNotExist();
    }
}
