package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** A folder with a signed index and signed jars, as a vendor hands it out on a stick. */
final class Stick {
    /** A plugin of the index, by its symbolic name and its jar in the folder. */
    record Offer(String name, Path jar) { }

    private final Path work;
    private final Path folder;

    Stick(Path work) throws IOException, InterruptedException {
        this.work = work;
        folder = Files.createDirectory(work.resolve("stick"));
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "Example vendor", "-f", work.resolve("key").toString());
    }

    Path folder() {
        return folder;
    }

    /** What a device's configuration says of it, without the braces. */
    String configuration() throws IOException {
        return "\"signers\": [\"" + Files.readString(work.resolve("key.pub")).strip() + "\"], \"index\": \"" + folder.resolve("index") + "\"";
    }

    /** Signs the jars, and an index that holds these and no others. */
    void offer(int serial, Offer... offers) throws Exception {
        for (Offer offer : offers) {
            sign(offer.jar(), "ferry-plugin");
        }
        Path index = Files.writeString(folder.resolve("index"), "ferry-plugin-index 1\nserial " + serial + "\nexpires 2100-01-01T00:00:00Z\n"
                + Arrays.stream(offers).map(Stick::line).collect(Collectors.joining()));
        sign(index, "ferry-plugin-index");
    }

    private static String line(Offer offer) {
        try {
            String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(offer.jar())));
            return "plugin " + offer.name() + " " + hash + " " + offer.jar().getFileName() + "\n";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void sign(Path file, String purpose) throws Exception {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".sig"));
        run("ssh-keygen", "-q", "-Y", "sign", "-n", purpose, "-f", work.resolve("key").toString(), file.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor()).isZero();
    }
}
