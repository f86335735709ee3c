package dev.ferry.core.transfer.internal.receive;

import java.io.IOException;

/**
 * One thing that is done to the disk by a name of the other device's choosing, while that name is swapped.
 *
 * @param furnish  makes what has to be there once, and says which name is swapped
 * @param prepare  makes what has to be there before each try, by {@link Ground#inside}
 * @param ferry    as Ferry does it
 * @param byPath   as {@link LooksThenLeaps} does it
 */
record Raced(String name, Furnish furnish, Prepare prepare, Try ferry, Try byPath) {
    enum Result {
        /** In the directory. */
        DONE,
        /** Noticed, and let be. */
        REFUSED,
        /** Told or read something of what is outside. */
        OUTSIDE
    }

    interface Furnish {
        void in(Ground ground) throws Exception;
    }

    interface Prepare {
        void in(Ground ground, int number) throws Exception;
    }

    interface Try {
        Result in(Ground ground, int number) throws Exception;
    }

    /** What may be refused by an exception. */
    interface Step {
        Result take() throws Exception;
    }

    /** An error of the disk is a refusal; what is touched outside is seen on the disk. */
    static Result attempt(Step step) throws Exception {
        try {
            return step.take();
        } catch (IOException e) {
            return Result.REFUSED;
        }
    }

    static Result done(boolean done) {
        return done ? Result.DONE : Result.REFUSED;
    }

    @Override
    public String toString() {
        return name;
    }
}
