package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ShareRequest.Item;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.source.SourceStart;
import dev.ferry.core.transfer.internal.source.SourceWalk;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a given reference leads to on this disk. Every walk goes through directory handles from what its owner named, and follows no link. */
record Granted(List<Item> roots, OwnFolders own) {
    private static final int EVERYTHING = Integer.MAX_VALUE;

    private boolean isContents() {
        return roots.get(0).contentsOnly();
    }

    private static String name(Item root) {
        return root.path().normalize().getFileName().toString();
    }

    private SourceStart whole(Item root) {
        return root.contentsOnly() ? new SourceStart(root, List.of(), "", false, "") : new SourceStart(root, List.of(), name(root), true, name(root) + "/");
    }

    /** Empty: it does not begin with the name of anything that was granted. */
    private Optional<SourceStart> at(ReferencePath path) {
        if (isContents()) {
            return Optional.of(new SourceStart(roots.get(0), path.names(), path.toString(), true, path + "/"));
        }
        return roots.stream().filter(root -> name(root).equals(path.names().get(0))).findFirst()
                .map(root -> new SourceStart(root, path.names().subList(1, path.names().size()), path.toString(), true, path + "/"));
    }

    SourceWalk everything() {
        return new SourceWalk(roots.stream().map(this::whole).toList(), EVERYTHING, own);
    }

    /** What is there, one level of it or all; empty where there is no such path. */
    Optional<SourceWalk> list(Optional<ReferencePath> path, boolean whole) {
        List<SourceStart> starts = path.isEmpty() ? roots.stream().map(this::whole).toList() : at(path.get()).stream().toList();
        return starts.isEmpty() ? Optional.empty() : Optional.of(new SourceWalk(starts, whole ? EVERYTHING : 1, own));
    }

    /** Each of these with everything below, none twice; empty where one of them cannot be. */
    Optional<List<SourceStart>> choose(List<ReferencePath> paths) {
        List<SourceStart> starts = new ArrayList<>();
        for (ReferencePath path : outermost(paths)) {
            Optional<SourceStart> start = at(path);
            if (start.isEmpty()) {
                return Optional.empty();
            }
            starts.add(start.get());
        }
        return Optional.of(starts);
    }

    SourceWalk walk(List<SourceStart> starts) {
        return new SourceWalk(starts, EVERYTHING, own);
    }

    /** In the order of a walk: what is in one folder stands together. */
    private static List<ReferencePath> outermost(List<ReferencePath> paths) {
        List<ReferencePath> sorted = new ArrayList<>(paths);
        sorted.sort(Comparator.comparing(path -> path.toString().replace('/', '\0')));
        List<ReferencePath> kept = new ArrayList<>();
        for (ReferencePath path : sorted) {
            if (kept.isEmpty() || !path.isWithin(kept.get(kept.size() - 1))) {
                kept.add(path);
            }
        }
        return kept;
    }

    /** Where files may be put; empty where there is not exactly one folder, or no folder any more. */
    Optional<Path> room() {
        return roots.size() == 1 && Files.isDirectory(roots.get(0).path(), LinkOption.NOFOLLOW_LINKS) ? Optional.of(roots.get(0).path()) : Optional.empty();
    }
}
