package dev.ferry.runtime.itest;

import dev.ferry.runtime.itest.Faults.Action;
import dev.ferry.runtime.itest.Faults.Call;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The same with every kind of call, every error that it may give, at its first, a middle and its last place, and from the first on. */
@Tag("soak")
class DiskErrorsOftenTest extends DiskErrorsTest {
    @Override
    List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (Call call : List.of(Call.OPEN, Call.WRITE, Call.FORCE, Call.RENAME, Call.UNLINK, Call.MKDIR)) {
            for (Action action : List.of(Action.EIO, Action.ENOSPC, Action.EMFILE, Action.EACCES, Action.EROFS)) {
                for (String where : List.of("first", "middle", "last", "all")) {
                    if (isPossible(call, action)) {
                        trials.add(new Trial(call, action, where));
                    }
                }
            }
        }
        return trials;
    }

    private static boolean isPossible(Call call, Action action) {
        return switch (action) {
            case EMFILE -> call == Call.OPEN;
            case EACCES, EROFS -> call == Call.OPEN || call == Call.RENAME || call == Call.UNLINK || call == Call.MKDIR;
            case ENOSPC -> call != Call.UNLINK;
            default -> true;
        };
    }

    @Override
    void report(String line) {
        System.out.println(line);
    }
}
