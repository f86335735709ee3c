package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.control.Json;
import dev.ferry.edge.cli.internal.show.Amounts;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends files and folders. */
@Command(name = "send", description = "Send files and folders: to a named device, or to whoever types the code that is shown.")
public final class SendCommand extends Verb {
    /** How the share with one device ends. */
    private static final Set<String> RESULTS = Set.of("done", "error", "queued");

    @Mixin
    private CodeOptions codeOptions = new CodeOptions();
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files and folders; FOLDER/ sends what is in it without the folder itself.")
    private List<String> files;
    @Mixin
    private ChoiceOptions choice = new ChoiceOptions();
    @Option(names = "--to", paramLabel = "DEVICE", description = "To a name, id, code, ticket or host:port, or auto for the likeliest paired device; repeat for several devices.")
    private List<String> to = new ArrayList<>();
    @Option(names = "--message", paramLabel = "TEXT", description = "Shown to the receiver before consent.")
    private String message;
    @Option(names = "--move", description = "Delete here what is durable there, file by file; to a trusted device. What changes meanwhile stays, folders go when they are empty.")
    private boolean move;
    @Option(names = "--later", description = "To a paired device that may be away: the daemon keeps it, also over a restart, and sends what the files are then when the device appears; for 30 days at most. "
        + "See and take it back with: ferry transfers.")
    private boolean later;
    @Option(names = "--reference", description = "Send nothing: let a paired device reach the files, which stay here, while a daemon runs. See: ferry help refs.")
    private boolean reference;
    @Option(names = "--access", description = "With --reference: ${COMPLETION-CANDIDATES} (default: read). Each includes those before it; write puts files beside the others.")
    private RefsCommand.Access access;
    @Option(names = "--expires", paramLabel = "TIME", description = "With --reference: for how long, for example 12h or 7d (default: until it is revoked).")
    private String expires;
    @Option(names = "--limit", paramLabel = "RATE", description = "At most this many bytes a second, for example 10M or 512KiB.")
    private String limit;
    @Option(names = "--priority", description = "Against this device's other transfers: ${COMPLETION-CANDIDATES} (default: normal; low from 1 GiB on).")
    private TransfersCommand.Priority priority;
    @Option(names = "--compress", description = "For paired devices, of large files that shrink: ${COMPLETION-CANDIDATES} (default: auto, where the network is slower than compressing).")
    private Compress compress;
    @Option(names = "--metered", description = "What goes over the network costs: at low priority, and compressed for trusted and verified devices, unless --priority or --compress say otherwise.")
    private boolean metered;
    @Option(names = "--low-battery", description = "This device is about to run out of power: at low priority and without compressing, unless --priority or --compress say otherwise.")
    private boolean lowBattery;
    @Option(names = "--timeout", paramLabel = "TIME", description = "Give up after this time in all, for example 30s, 5m, 1h.")
    private String timeout;
    @Option(names = "--suggest", negatable = true, description = "Beside the code, say which devices that are here the files may be meant for (default: on a terminal).")
    private Boolean suggest;
    @Mixin
    private QrOptions qrOptions = new QrOptions();

    /** As they are typed. */
    private enum Compress { off, auto, always }

    @Override
    public Integer call() throws Exception {
        if (reference || access != null || expires != null) {
            return give();
        }
        JsonObjectBuilder arguments = object().add("files", files(context(), files));
        if (priority != null) {
            arguments.add("priority", priority.name());
        }
        if (compress != null) {
            arguments.add("compress", compress.name());
        }
        List<String> targets = new ArrayList<>(to);
        codeOptions.code(context(), null).ifPresent(targets::add);
        JsonArrayBuilder named = Json.PROVIDER.createArrayBuilder();
        targets.forEach(named::add);
        arguments.add("to", named);
        choice.add(arguments);
        if (move && targets.size() > 1) {
            throw CommandProblem.usage("What is moved can be at one device only. Send it to the others first, without --move.");
        }
        if (later && targets.isEmpty()) {
            throw CommandProblem.usage("For which device is it kept? Name a paired one: --later --to DEVICE");
        }
        arguments.add("move", move).add("later", later).add("metered", metered).add("lowBattery", lowBattery);
        if (message != null) {
            arguments.add("message", message);
        }
        if (limit != null) {
            arguments.add("limit", Amounts.parseRate(limit).orElseThrow(() -> CommandProblem.usage("--limit " + limit + " is no rate. Write for example 10M, 512KiB or 1.5MiB/s.")));
        }
        if (timeout != null) {
            arguments.add("timeoutMillis", time(timeout).toMillis());
        }
        qrOptions.check(context());
        Output out = new Output(context(), output);
        try (Session session = later ? Session.toDaemon(context()) : Session.open(context(), output.verbose)) {
            if (session.guest()) {
                targets.stream().filter(t -> !reachableByGuest(t)).findFirst().ifPresent(t -> {
                    throw new CommandProblem("home-in-use", Exit.DAEMON_UNREACHABLE, "Another ferry command that is no daemon is using this home, so \"" + t
                            + "\" cannot be looked up among its devices now. Wait until it ends, start a daemon with ferry up, or send without --to and give the code.");
                });
            }
            boolean asked = targets.isEmpty() && !session.guest() && (suggest != null ? suggest : output.human() && context().terminal().asks());
            arguments.add("suggest", asked);
            if (asked || targets.stream().anyMatch("auto"::equalsIgnoreCase)) {
                arguments.add("listenMillis", DevicesCommand.listen(session, Optional.empty()).toMillis());
            }
            return ask(session, out, "send", arguments.build(), targets.size() > 1 ? "results" : "",
                    new TransferPrinter(context(), out, qrOptions, "ferry receive").moving(move).keeping(!session.oneShot()));
        } finally {
            qrOptions.remove();
        }
    }

    private int give() throws Exception {
        if (!reference) {
            throw CommandProblem.usage("--access and --expires belong to --reference.");
        }
        if (to.size() != 1) {
            throw CommandProblem.usage("A reference is given to one paired device. Name it with --to.");
        }
        if (move || limit != null || timeout != null) {
            throw CommandProblem.usage("With --reference nothing is sent now, so --move, --limit and --timeout do not fit.");
        }
        JsonObjectBuilder arguments = object().add("files", files(context(), files)).add("to", to.get(0)).add("access", (access == null ? RefsCommand.Access.read : access).name());
        if (expires != null) {
            arguments.add("lifeMillis", time("--expires", expires).toMillis());
        }
        if (message != null) {
            arguments.add("message", message);
        }
        Output out = new Output(context(), output);
        return toDaemon("refs.give", arguments.build(), "", event -> RefsCommand.given(out, event));
    }

    @Override
    boolean isResult(JsonObject event) {
        return RESULTS.contains(event.getString("event", ""));
    }

    @Override
    void happened(JsonObject event) {
        if (event.getString("event", "").equals("code")) {
            qrOptions.write(context(), event);
        }
    }

    /** What needs no list of paired devices: a code, a ticket, a link, an address. */
    private static boolean reachableByGuest(String target) {
        return target.contains(":") || target.matches("\\d{1,3}-\\d{4}-\\d{4}");
    }

    static Duration time(String text) {
        return time("--timeout", text);
    }

    static Duration time(String option, String text) {
        return Amounts.parseTime(text).orElseThrow(() -> CommandProblem.usage(option + " " + text + " is no time. Write for example 30s, 5m or 1h."));
    }

    /** Absent files are told before anything is started. */
    static JsonArrayBuilder files(Context context, List<String> files) {
        JsonArrayBuilder array = Json.PROVIDER.createArrayBuilder();
        for (String typed : files) {
            try {
                Path path = context.cwd().resolve(typed);
                if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    throw new CommandProblem("file-access", Exit.USAGE, "There is no file or folder " + typed + ". Check the name; from here it means " + path.normalize() + ".");
                }
            } catch (InvalidPathException e) {
                throw CommandProblem.usage("\"" + typed + "\" cannot be the name of a file here.");
            }
            array.add(typed);
        }
        return array;
    }
}
