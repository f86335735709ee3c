package dev.ferry.edge.cli.internal.verb;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How much is said, and in which form. */
public final class OutputOptions {
    /** Form of progress on standard error. */
    public enum Progress { auto, plain, json, none }

    /** One of both. */
    static final class Machine {
        @Option(names = "--json", description = "Print the final result alone, as one JSON object, on standard output.")
        boolean json;
        @Option(names = "--ndjson", description = "Print every event as one JSON object a line on standard output.")
        boolean ndjson;
    }

    @ArgGroup
    Machine machine = new Machine();
    @Option(names = {"-q", "--quiet"}, description = "Say nothing but data and errors.")
    boolean quiet;
    @Option(names = {"-v", "--verbose"}, description = "Say more: routes, ciphers, the log of a one-shot run.")
    boolean verbose;
    @Option(names = "--progress", paramLabel = "FORM", description = "Progress on standard error: auto, plain, json, none (default: auto).")
    Progress progress = Progress.auto;
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    boolean help;

    boolean json() {
        return machine != null && machine.json;
    }

    boolean ndjson() {
        return machine != null && machine.ndjson;
    }

    boolean human() {
        return !json() && !ndjson();
    }
}
