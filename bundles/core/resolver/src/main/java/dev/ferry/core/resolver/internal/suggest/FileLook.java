package dev.ferry.core.resolver.internal.suggest;

import dev.ferry.api.ShareRequest;
import dev.ferry.model.FerryException;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at the names and sizes of what is to be shared, at the first {@value #MOST} of a large tree; opens nothing and follows no link. */
public final class FileLook {
    static final int MOST = 10_000;
    private static final int LONGEST_NAME = 80;

    /** Where programs keep what gives access to something else. */
    private static final Pattern SECRET = Pattern.compile("id_(rsa|dsa|ecdsa|ed25519)(_sk)?|.*\\.(pem|key|p12|pfx|ppk|jks|keystore|keytab|kdbx?|ovpn|agekey)|\\.env(\\..*)?"
            + "|\\.netrc|\\.pgpass|\\.git-credentials|credentials(\\.json)?|wallet\\.dat|shadow|secrets?\\.(ya?ml|json|toml|txt)|passwords?\\..*|logins\\.json|key4\\.db");
    private static final Set<String> SECRET_FOLDERS = Set.of(".ssh", ".gnupg", ".aws", ".kube", ".password-store", "private-keys-v1.d");

    private final Map<FileType, Long> byType = new EnumMap<>(FileType.class);
    private Optional<String> sensitive = Optional.empty();
    private long files;
    private long bytes;
    private int looked;

    private FileLook() { }

    /** @throws FerryException one is not there or may not be read */
    public static FileFacts demanding(List<ShareRequest.Item> items) throws FerryException {
        for (ShareRequest.Item item : items) {
            if (!Files.exists(item.path(), LinkOption.NOFOLLOW_LINKS)) {
                throw new FerryException(new Problem.FileAccessDenied(item.path().toString(), item.path() + " is not there. Check the name."));
            }
            if (!Files.isReadable(item.path())) {
                throw new FerryException(new Problem.FileAccessDenied(item.path().toString(), item.path() + " may not be read. Check its permissions."));
            }
        }
        return at(items);
    }

    /** What is not there or cannot be read counts by its name alone. */
    public static FileFacts at(List<ShareRequest.Item> items) {
        FileLook look = new FileLook();
        items.forEach(item -> look.walk(item.path()));
        return look.facts();
    }

    private void walk(Path root) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    name(folder).filter(n -> SECRET_FOLDERS.contains(n.toLowerCase(Locale.ROOT))).ifPresent(FileLook.this::sensitive);
                    return more();
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        count(file, attributes.size());
                    }
                    return more();
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    count(file, 0);
                    return more();
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            count(root, 0);
        }
    }

    private FileVisitResult more() {
        return ++looked < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    private void count(Path file, long size) {
        files++;
        bytes += size;
        String name = name(file).orElse("");
        byType.merge(FileType.of(name), 1L, Long::sum);
        if (SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            sensitive(name);
        }
    }

    private static Optional<String> name(Path path) {
        return Optional.ofNullable(path.getFileName()).map(Path::toString);
    }

    /** The first by its name, in whatever order a folder lists them. */
    private void sensitive(String name) {
        String shown = PeerText.escape(name, LONGEST_NAME);
        if (sensitive.filter(known -> known.compareTo(shown) <= 0).isEmpty()) {
            sensitive = Optional.of(shown);
        }
    }

    private FileFacts facts() {
        FileType most = byType.entrySet().stream().filter(e -> e.getValue() * 2 > files).map(Map.Entry::getKey).findFirst().orElse(files == 0 ? FileType.OTHER : FileType.MIXED);
        return new FileFacts(most, files, bytes, sensitive);
    }
}
