package dev.ferry.edge.deploy.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a jar's index and manifest say. Nothing of it is run or unpacked.
 *
 * @param headers the manifest's main attributes
 */
record JarFacts(Attributes headers) {
    /** In a multi-release jar its imports are those of the running Java's version (OSGi Core 8, 3.2.6). */
    private static final Pattern SECOND_MANIFEST = Pattern.compile("(?i)META-INF/versions/[^/]+/OSGI-INF/MANIFEST\\.MF");
    private static final int MOST_ENTRIES = 20_000;
    private static final int LONGEST_MANIFEST = 256 << 10;

    /** The jar cannot be a plugin; the message is a sentence for a person. */
    static final class BadJar extends Exception {
        private static final long serialVersionUID = 1;

        BadJar(String sentence) {
            super(sentence);
        }
    }

    static JarFacts read(Path jar) throws BadJar {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Set<String> names = new HashSet<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (!names.add(name)) {
                    throw new BadJar("It holds two entries of one name (" + name + "): which of them counts depends on who reads it. Build it again.");
                }
                if (name.startsWith("/") || name.contains("\\") || List.of(name.split("/")).contains("..")) {
                    throw new BadJar("It holds an entry that points out of it (" + name + "). Build it again.");
                }
                if (SECOND_MANIFEST.matcher(name).matches()) {
                    throw new BadJar("It holds a second manifest (" + name + "), which would change what it uses after that was checked. Build it for one version of Java.");
                }
                if (names.size() > MOST_ENTRIES) {
                    throw new BadJar("It holds more than " + MOST_ENTRIES + " entries, which no plugin needs.");
                }
            }
            return new JarFacts(manifest(zip).getMainAttributes());
        } catch (IOException e) {
            throw new BadJar("It is no jar, or it is damaged. Copy it again, under another name first and then renamed.");
        }
    }

    private static Manifest manifest(ZipFile zip) throws BadJar, IOException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            throw new BadJar("It has no manifest, so it is no OSGi bundle. Build it with bnd.");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(LONGEST_MANIFEST + 1);
            if (bytes.length > LONGEST_MANIFEST) {
                throw new BadJar("Its manifest is longer than " + (LONGEST_MANIFEST >> 10) + " KiB.");
            }
            return new Manifest(new ByteArrayInputStream(bytes));
        }
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getValue(name)).map(String::strip).filter(v -> !v.isEmpty());
    }

    /** The clauses of a header: split at commas that are not quoted, each with its attributes and directives. */
    List<String> clauses(String name) {
        List<String> clauses = new ArrayList<>();
        StringBuilder clause = new StringBuilder();
        boolean quoted = false;
        for (char c : header(name).orElse("").toCharArray()) {
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                clauses.add(clause.toString().strip());
                clause.setLength(0);
            } else {
                clause.append(c);
            }
        }
        clauses.add(clause.toString().strip());
        return clauses.stream().filter(c -> !c.isEmpty()).toList();
    }
}
