package dev.ferry.runtime.itest;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Trees of files to send, and what they are made of. */
final class Trees {
    private Trees() { }

    /** Names of many scripts, empty files and folders, a hidden folder inside, a file larger than a block. */
    static Path varied(Path parent) throws IOException {
        Path top = Files.createDirectories(parent.resolve("träd 日本"));
        Random random = new Random(1);
        Files.createDirectories(top.resolve("empty folder/inner"));
        Files.createDirectories(top.resolve("project/.git/objects"));
        write(top.resolve("project/.git/config"), 300, random);
        write(top.resolve("ملف.txt"), 5000, random);
        write(top.resolve("emoji 😀.bin"), 1, random);
        write(top.resolve("e\u0301 combined"), 70_000, random);
        write(top.resolve("empty"), 0, random);
        write(top.resolve("large.bin"), 5_000_001, random);
        for (int i = 0; i < 200; i++) {
            write(top.resolve("many/" + i % 7 + "/file " + i), random.nextInt(9000), random);
        }
        int n = 0;
        try (var all = Files.walk(top)) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(1_500_000_000L + n, 123_456_789L - n)));
                n++;
            }
        }
        return top;
    }

    private static void write(Path path, int size, Random random) throws IOException {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
    }

    /** A file that does not compress. */
    static Path random(Path file, long size) throws IOException {
        byte[] piece = new byte[1 << 20];
        new Random(size).nextBytes(piece);
        try (var out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= piece.length) {
                piece[0]++;
                out.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
        return file;
    }

    /** A copy with times, without what has certain names. Links stay behind: they are never sent. */
    static Path copy(Path from, Path to, Predicate<String> without) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (without.test(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && !without.test(file.getFileName().toString())) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }

    /** Every entry below a folder, hidden ones too, sorted. */
    static List<String> all(Path top) throws IOException {
        try (var all = Files.walk(top)) {
            return all.filter(p -> !p.equals(top)).map(p -> top.relativize(p).toString()).sorted().toList();
        }
    }

    /** Each entry with its kind, digest and modification time. Equal trees have equal pictures. Links and special files, which are never sent, are left out. */
    static Map<String, String> picture(Path top) throws IOException {
        Map<String, String> picture = new TreeMap<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                picture.put(top.relativize(folder).toString(), "folder");
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    picture.put(top.relativize(file).toString(), digest(file) + " " + attributes.lastModifiedTime().toInstant());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return picture;
    }

    static String digest(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 20];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
