package dev.ferry.edge.cli;

import dev.ferry.edge.cli.host.Host;
import dev.ferry.edge.cli.host.HostException;
import dev.ferry.edge.cli.internal.control.ControlException;
import dev.ferry.edge.cli.internal.control.Json;
import dev.ferry.edge.cli.internal.show.SafeText;
import dev.ferry.edge.cli.internal.show.Terminal;
import dev.ferry.edge.cli.internal.verb.BlockCommand;
import dev.ferry.edge.cli.internal.verb.CommandProblem;
import dev.ferry.edge.cli.internal.verb.Context;
import dev.ferry.edge.cli.internal.verb.DemoCommand;
import dev.ferry.edge.cli.internal.verb.DevicesCommand;
import dev.ferry.edge.cli.internal.verb.DoctorCommand;
import dev.ferry.edge.cli.internal.verb.Exit;
import dev.ferry.edge.cli.internal.verb.IdentityCommand;
import dev.ferry.edge.cli.internal.verb.InboxCommand;
import dev.ferry.edge.cli.internal.verb.LimitCommand;
import dev.ferry.edge.cli.internal.verb.PairCommand;
import dev.ferry.edge.cli.internal.verb.PluginCommand;
import dev.ferry.edge.cli.internal.verb.ReceiveCommand;
import dev.ferry.edge.cli.internal.verb.RefsCommand;
import dev.ferry.edge.cli.internal.verb.SendCommand;
import dev.ferry.edge.cli.internal.verb.StatusCommand;
import dev.ferry.edge.cli.internal.verb.SuggestCommand;
import dev.ferry.edge.cli.internal.verb.TransfersCommand;
import dev.ferry.edge.cli.internal.verb.TrustCommand;
import dev.ferry.edge.cli.internal.verb.UnblockCommand;
import dev.ferry.edge.cli.internal.verb.UnpairCommand;
import dev.ferry.edge.cli.internal.verb.UpCommand;
import dev.ferry.edge.cli.internal.verb.Verb;
import dev.ferry.edge.cli.internal.verb.VersionCommand;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code ferry} command. Only the verb that was typed is set up: reading the annotations of all of them takes longer than most of them run. */
public final class FerryCommand {
    private static final Map<String, Supplier<Verb>> VERBS = verbs();

    private FerryCommand() { }

    private static Map<String, Supplier<Verb>> verbs() {
        Map<String, Supplier<Verb>> verbs = new LinkedHashMap<>();
        verbs.put("send", SendCommand::new);
        verbs.put("suggest", SuggestCommand::new);
        verbs.put("receive", ReceiveCommand::new);
        verbs.put("pair", PairCommand::new);
        verbs.put("devices", DevicesCommand::new);
        verbs.put("trust", TrustCommand::new);
        verbs.put("block", BlockCommand::new);
        verbs.put("unblock", UnblockCommand::new);
        verbs.put("unpair", UnpairCommand::new);
        verbs.put("identity", IdentityCommand::new);
        verbs.put("inbox", InboxCommand::new);
        verbs.put("transfers", TransfersCommand::new);
        verbs.put("refs", RefsCommand::new);
        verbs.put("limit", LimitCommand::new);
        verbs.put("status", StatusCommand::new);
        verbs.put("doctor", DoctorCommand::new);
        verbs.put("plugin", PluginCommand::new);
        verbs.put("up", UpCommand::new);
        verbs.put("demo", DemoCommand::new);
        verbs.put("version", VersionCommand::new);
        return verbs;
    }

    /** {@code ferry} without a verb. */
    @Command(name = "ferry", description = "Moves files between devices: your own, paired once; or a stranger's, by a code that both can see.",
            synopsisSubcommandLabel = "VERB", commandListHeading = "%nVerbs:%n",
            exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:verified on the other side", "1:a bug", "2:wrong usage", "3:no daemon, or the home is in use by a command",
                "4:bad configuration or installation, or a daemon already runs on the home", "5:not authorised", "10:done in part", "11:nothing to do", "12:an answer is needed",
                "13:a name exists", "20:rejected", "21:not found or unreachable", "22:wrong or expired code", "23:identity changed", "24:blocked or refused by policy",
                "25:integrity or protocol", "26:no space", "27:timeout", "28:network failed and can go on", "130:interrupted", "143:terminated"},
            footer = {"", "ferry help VERB tells more. FERRY_HOME names another home: two homes are two devices."})
    static final class Root {
        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
        boolean help;
        @Option(names = "--version", description = "Show the version.")
        boolean version;
    }

    /**
     * Runs one command to its end.
     *
     * @param out data alone goes here
     * @param err everything else
     * @return the exit code
     */
    public static int run(String[] arguments, Host host, PrintStream out, PrintStream err, InputStream in) {
        return run(arguments, new Context(host, out, err, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)),
                Terminal.of(System.getProperty("ferry.tty"), System.getenv()), Path.of("").toAbsolutePath()));
    }

    static int run(String[] arguments, Context context) {
        String[] args = Arrays.asList(arguments).contains("--version") && arguments.length == 1 ? new String[] {"version"} : arguments;
        PrintStream out = context.out();
        PrintStream err = context.err();
        CommandLine command = new CommandLine(new Root());
        String typed = Arrays.stream(args).filter(a -> !a.startsWith("-")).findFirst().orElse("");
        boolean known = VERBS.containsKey(typed);
        if (!known) {
            command.addSubcommand("help", new CommandLine.HelpCommand());
        }
        VERBS.forEach((name, verb) -> {
            if (name.equals(typed) || !known) {
                Verb instance = verb.get();
                instance.use(context);
                command.addSubcommand(name, instance);
            }
        });
        Failures failures = new Failures(out, err, List.of(args));
        return command.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8)).setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(context.terminal().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((e, a) -> failures.usage(e))
                .setExecutionExceptionHandler((e, c, r) -> failures.failed(e))
                .setExecutionStrategy(result -> {
                    if (result.hasSubcommand() || result.isUsageHelpRequested()) {
                        return new CommandLine.RunLast().execute(result);
                    }
                    command.usage(err);
                    return Exit.USAGE;
                })
                .execute(args);
    }

    /** What a command that cannot go on says. */
    private record Failures(PrintStream out, PrintStream err, List<String> arguments) {

        int usage(CommandLine.ParameterException e) {
            String verb = e.getCommandLine().getCommandSpec().qualifiedName();
            String what = Usage.sentence(e);
            return tell("usage", Exit.USAGE, what + (what.endsWith(".") || what.endsWith("?") ? "" : ".") + " Try: " + verb + " --help");
        }

        int failed(Exception e) {
            if (e instanceof CommandProblem problem) {
                return tell(problem.code(), problem.exit(), problem.getMessage());
            }
            if (e instanceof HostException host) {
                return tell(host.code(), host.exit(), host.getMessage());
            }
            if (e instanceof ControlException control) {
                return tell("daemon-unreachable", Exit.DAEMON_UNREACHABLE, control.getMessage());
            }
            if (e instanceof InterruptedException) {
                return tell("interrupted", 130, "Interrupted.");
            }
            if (arguments.contains("-v") || arguments.contains("--verbose")) {
                e.printStackTrace(err);
            }
            return tell("internal", Exit.BUG, "Something in ferry failed: " + e + ". This is a bug; run it again with -v for details.");
        }

        private int tell(String code, int exit, String message) {
            if (arguments.contains("--ndjson") || arguments.contains("--json")) {
                out.println(SafeText.json(Json.PROVIDER.createObjectBuilder().add("event", "error").add("time", Instant.now().toString()).add("code", code)
                        .add("message", message).add("exit", exit).build().toString()));
                out.flush();
            }
            err.println("ferry: " + String.join(System.lineSeparator(), message.lines().map(SafeText::line).toList()) + " [" + code + "]");
            return exit;
        }
    }
}
