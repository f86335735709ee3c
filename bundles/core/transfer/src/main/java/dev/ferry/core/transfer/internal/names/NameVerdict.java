package dev.ferry.core.transfer.internal.names;

import java.util.List;
import java.util.Set;

/** What is to become of a path that a peer supplied. */
public sealed interface NameVerdict {
    /** May be used. */
    sealed interface Usable extends NameVerdict {
        /** What to write to. */
        SafePath path();

        /** What the peer said, component by component; tells two directories apart that were neutralised to one name. */
        List<String> said();
    }

    /** As it came. */
    record Accepted(SafePath path) implements Usable {
        @Override
        public List<String> said() {
            return path.components();
        }
    }

    /** Changed so that it does no harm; as many components as before. */
    record Neutralised(SafePath path, List<String> said, Set<NameDefect> why) implements Usable {
        public Neutralised {
            said = List.copyOf(said);
            why = Set.copyOf(why);
        }
    }

    /** Not used at all: the entry is left out and counted. */
    record Rejected(NameDefect why) implements NameVerdict { }
}
