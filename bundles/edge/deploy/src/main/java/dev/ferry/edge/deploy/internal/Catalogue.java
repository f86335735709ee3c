package dev.ferry.edge.deploy.internal;

import dev.ferry.edge.deploy.internal.Index.BadIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The plugin index of the configuration: a file that somebody signed whose plugins run here, with the jars beside it. Nothing is fetched from anywhere.
 *
 * <p>Of each signer the newest serial that was used is remembered, with the hash of that index: an older one, or another one of the same serial, is not used any more.
 */
final class Catalogue {
    /** A signature that was made for a jar is none for an index, and the other way round. */
    static final String NAMESPACE = "ferry-plugin-index";
    private final Optional<Path> file;
    private final Signers signers;
    private final Path used;
    private final InstantSource clock;

    /** @param used where the serials are kept that were used */
    Catalogue(Optional<Path> file, Signers signers, Path used, InstantSource clock) {
        this.file = file;
        this.signers = signers;
        this.used = used;
        this.clock = clock;
    }

    /** A jar of the index whose bytes are those that the index names. */
    record Found(String file, PluginFolder.Content content) { }

    /** @throws BadIndex with a sentence: there is no index, it may not be used, it does not list this plugin, or the jar is another one */
    Found find(String name) throws BadIndex {
        Path index = file.orElseThrow(() -> new BadIndex("No index is configured that could have a plugin " + name
                + ". Set \"index\" of dev.ferry.edge.deploy to the file, or install the jar itself: ferry plugin install JAR"));
        Index read;
        try {
            read = read(index);
        } catch (BadIndex e) {
            throw new BadIndex("The plugin index " + index + " is not used. " + e.getMessage());
        }
        Index.Offer offer = read.offer(name).orElseThrow(() -> new BadIndex("The plugin index " + index + " lists no plugin " + name + ". See its lines that begin with \"plugin\"."));
        try {
            PluginFolder.Content content = PluginFolder.read(index.resolveSibling(offer.file()));
            if (!hash(content.jar()).equals(offer.sha256())) {
                throw new BadIndex(offer.file() + " is not the jar that the plugin index names: its SHA-256 is another. Get the folder of the index again, whole.");
            }
            return new Found(offer.file(), content);
        } catch (IOException e) {
            throw new BadIndex("The plugin index lists " + offer.file() + ", and it cannot be read beside the index. Get the folder of the index again, whole.");
        }
    }

    private Index read(Path path) throws BadIndex {
        PluginFolder.Content content;
        try {
            content = PluginFolder.read(path);
        } catch (IOException e) {
            throw new BadIndex("It cannot be read. See that it is there, and a plain file.");
        }
        String key = signer(path, content);
        Index index = Index.parse(content.jar());
        if (!clock.instant().isBefore(index.expires())) {
            throw new BadIndex("It expired at " + index.expires() + ". Get a newer one; if this one is new, see whether the clock of this device is right.");
        }
        remember(key, index.serial(), hash(content.jar()));
        return index;
    }

    private String signer(Path path, PluginFolder.Content content) throws BadIndex {
        if (content.signature().isEmpty()) {
            throw new BadIndex("It is not signed: there is no " + path.getFileName() + ".sig beside it. Whoever made it signs it with: ssh-keygen -Y sign -n " + NAMESPACE + " -f KEY "
                    + path.getFileName());
        }
        try {
            SshSignature signature = SshSignature.parse(content.signature().get());
            if (!signature.covers(content.jar(), NAMESPACE)) {
                throw new BadIndex("Its signature does not fit: it was changed after it was signed, or was signed for another purpose than " + NAMESPACE + ". Get both files again.");
            }
            if (!signers.trusted().contains(signature.key())) {
                throw new BadIndex("It is signed by a key that is not trusted here. If you know whose it is, add it to \"signers\" of \"dev.ferry.edge.deploy\" in config/ferry.json of this home and restart the daemon: " + signature.key().line());
            }
            return signature.key().line();
        } catch (IOException e) {
            throw new BadIndex(path.getFileName() + ".sig is no signature that ssh-keygen -Y sign makes with an Ed25519 key. Get it again.");
        }
    }

    /** Lines {@code SERIAL SHA256 KEY}. */
    private void remember(String key, long serial, String hash) throws BadIndex {
        try {
            List<String> lines = new ArrayList<>(Files.exists(used) ? Files.readAllLines(used, StandardCharsets.US_ASCII) : List.of());
            for (String line : lines) {
                String[] words = line.split(" ", 3);
                if (words.length == 3 && words[2].equals(key)) {
                    long newest = Long.parseLong(words[0]);
                    if (serial < newest || serial == newest && !hash.equals(words[1])) {
                        throw new BadIndex("Its serial is " + serial + ", and " + (serial < newest ? "one with " + newest : "another one with the same")
                                + " was used already: somebody may be putting an old one in its place. Get the newest.");
                    }
                }
            }
            String now = serial + " " + hash + " " + key;
            if (lines.contains(now)) {
                return;
            }
            lines.removeIf(line -> line.endsWith(" " + key));
            lines.add(now);
            Files.createDirectories(used.getParent());
            Path fresh = Files.createTempFile(used.getParent(), "", ".new");
            Files.write(fresh, lines, StandardCharsets.US_ASCII);
            Files.move(fresh, used, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | NumberFormatException e) {
            throw new BadIndex("Which serials were used is kept in " + used + ", and that cannot be read or written. See whose it is.");
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
