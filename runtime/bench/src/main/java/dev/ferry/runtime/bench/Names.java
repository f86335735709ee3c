package dev.ferry.runtime.bench;

import dev.ferry.core.transfer.internal.names.NameRules;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import dev.ferry.core.transfer.internal.names.TreeNames;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the rules for names cost for one file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Names {
    @Param({ "pictures/2019/summer/IMG_0001.jpeg", "Фото/été à la mer/снимок (1).jpeg", "notes/a:b, c&d.txt" })
    public String path;
    private TreeNames names = new TreeNames();
    private int number;

    @Benchmark
    public NameVerdict verdict() {
        return NameRules.judge(path);
    }

    /** With the look for others of the same name in a tree that grows. */
    @Benchmark
    public Object place() {
        if (++number % 100_000 == 0) {
            names = new TreeNames();
        }
        return NameRules.judge(number + path) instanceof NameVerdict.Usable usable ? names.file(usable) : path;
    }
}
