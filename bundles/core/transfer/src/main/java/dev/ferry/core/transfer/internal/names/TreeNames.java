package dev.ferry.core.transfer.internal.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives every entry of one transfer a path of its own, so that nothing of a transfer ever falls on something else of it: not on a name that differs only in
 * case, form or invisible characters, not a file on a directory, not one of two top folders of one name on the other.
 *
 * <p><b>Order.</b> Entries come in the order of the manifest: a directory before what is in it, and everything below a directory before anything after it.
 * The same manifest gives the same paths, on every machine. An entry that comes back to a directory which was left opens another one,
 * {@code dir (2)}: unusual, and nothing is lost.
 *
 * <p><b>Memory.</b> Only the directories on the way to the last entry are remembered, each with {@link NameTable}'s few bytes a name.
 *
 * <p>Not safe for use by several threads.
 */
public final class TreeNames {
    private final List<Level> way = new ArrayList<>();

    public TreeNames() {
        way.add(new Level("", SafePath.ROOT, false));
    }

    /** Where a file of the manifest goes. */
    public SafePath file(NameVerdict.Usable verdict) {
        Level directory = enterParents(verdict);
        return directory.path.child(directory.names.take(verdict.path().name(), false));
    }

    /** Where a directory of the manifest goes. */
    public SafePath directory(NameVerdict.Usable verdict) {
        Level parent = enterParents(verdict);
        String said = last(verdict.said());
        int depth = verdict.said().size();
        Optional<Level> open = openAt(depth, said).filter(level -> !level.declared);
        if (open.isPresent()) {
            open.get().declared = true;
            return open.get().path;
        }
        leave(depth);
        return enter(parent, said, verdict.path().name(), true).path;
    }

    /** Tells that a directory given by {@link #directory} got another name on the disk, because something else stood there. */
    public void renamed(SafePath given, SafePath actual) {
        int depth = given.depth();
        if (way.size() != depth + 1 || !way.get(depth).path.equals(given)) {
            throw new IllegalStateException("Only the directory that was given last can be renamed");
        }
        way.set(depth, new Level(way.get(depth).said, actual, true));
    }

    private Level enterParents(NameVerdict.Usable verdict) {
        List<String> said = verdict.said();
        List<String> kept = verdict.path().components();
        for (int depth = 1; depth < said.size(); depth++) {
            if (openAt(depth, said.get(depth - 1)).isEmpty()) {
                leave(depth);
                enter(way.get(depth - 1), said.get(depth - 1), kept.get(depth - 1), false);
            }
        }
        return way.get(said.size() - 1);
    }

    private Optional<Level> openAt(int depth, String said) {
        return way.size() > depth && way.get(depth).said.equals(said) ? Optional.of(way.get(depth)) : Optional.empty();
    }

    private void leave(int depth) {
        way.subList(Math.min(depth, way.size()), way.size()).clear();
    }

    private Level enter(Level parent, String said, String wanted, boolean declared) {
        Level level = new Level(said, parent.path.child(parent.names.take(wanted, true)), declared);
        way.add(level);
        return level;
    }

    private static String last(List<String> components) {
        return components.get(components.size() - 1);
    }

    private static final class Level {
        final String said;
        final SafePath path;
        final NameTable names = new NameTable();
        boolean declared;

        Level(String said, SafePath path, boolean declared) {
            this.said = said;
            this.path = path;
            this.declared = declared;
        }
    }
}
