package dev.ferry.runtime.itest;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An attacker at a daemon's door: {@code src/test/host/siege.py}, which says what it can do. */
final class Siege implements AutoCloseable {
    private static final String BEGUN = "begun";
    private static final char[] PASSWORD = "strangers".toCharArray();

    private final Process attacker;
    private final Path errors;
    private volatile String last = "";

    /**
     * Begins it, and returns when the first blow of each kind has landed.
     *
     * @param namespace where it comes from
     * @param first     its first address
     * @param addresses how many it has from there on
     * @param orders    kinds, each with its amount
     */
    Siege(Path folder, String namespace, String target, int port, String first, int addresses, String... orders) throws IOException {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace, "/usr/bin/python3", System.getProperty("ferry.siege"), target, Integer.toString(port), first,
                Integer.toString(addresses), certificate(folder).toString()));
        words.addAll(List.of(orders));
        errors = Files.createTempFile(folder, "siege", ".err");
        attacker = new ProcessBuilder(words).redirectError(errors.toFile()).start();
        Thread reader = new Thread(this::read, "figures of a siege");
        reader.setDaemon(true);
        reader.start();
        Awaitility.await("it begins").atMost(60, TimeUnit.SECONDS).until(() -> !last.isEmpty() || !attacker.isAlive());
        demandAlive();
    }

    private void read() {
        try (BufferedReader out = new BufferedReader(new InputStreamReader(attacker.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (!line.equals(BEGUN)) {
                    last = line;
                }
            }
        } catch (IOException e) {
            // It was ended.
        }
    }

    /** As the core makes them, but for the name and for being made once. */
    private static Path certificate(Path folder) throws IOException {
        Path pem = folder.resolve("stranger.pem");
        if (Files.exists(pem)) {
            return pem;
        }
        Path store = folder.resolve("stranger.p12");
        String password = String.valueOf(PASSWORD);
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
                "CN=stranger", "-alias", password, "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", password).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new AssertionError(said);
            }
            KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD);
            Files.writeString(pem, pem("PRIVATE KEY", made.getKey(password, PASSWORD).getEncoded()), StandardOpenOption.CREATE_NEW);
            return Files.writeString(pem, pem("CERTIFICATE", made.getCertificate(password).getEncoded()), StandardOpenOption.APPEND);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    void demandAlive() {
        if (!attacker.isAlive()) {
            try {
                throw new AssertionError("The attacker gave up: " + Files.readString(errors));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private JsonObject figures(String kind) {
        return Command.json(last).getJsonObject(kind);
    }

    /** How many came so far into the state that they were sent for. */
    int reached(String kind) {
        return figures(kind).getInt("reached");
    }

    int tried(String kind) {
        return figures(kind).getInt("tried");
    }

    /** All of them, as it says them. */
    @Override
    public String toString() {
        return last;
    }

    @Override
    public void close() throws InterruptedException {
        attacker.destroyForcibly().waitFor();
    }
}
