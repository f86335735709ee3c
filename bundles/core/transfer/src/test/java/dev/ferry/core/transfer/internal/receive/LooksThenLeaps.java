package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.receive.Raced.Result;
import dev.ferry.core.transfer.internal.receive.Raced.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Looks whether a name is a directory and no link, and then goes there by its path: what it saw may be something else by then. */
final class LooksThenLeaps {
    private LooksThenLeaps() {
    }

    interface Leap {
        void to(Path directory) throws IOException;
    }

    interface Look {
        /** Whether it got to know something of what is outside. */
        boolean at(Path directory) throws IOException;
    }

    static Raced.Try does(Leap leap) {
        return (ground, number) -> Raced.attempt(looking(ground.place(), () -> {
            leap.to(ground.place());
            return Result.DONE;
        }));
    }

    static Raced.Try learns(Look look) {
        return (ground, number) -> Raced.attempt(looking(ground.place(), () -> look.at(ground.place()) ? Result.OUTSIDE : Result.DONE));
    }

    private static Step looking(Path place, Step then) {
        return () -> {
            boolean directory = Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
            // Whatever else wants to may run between the two.
            Thread.yield();
            return directory ? then.take() : Result.REFUSED;
        };
    }
}
