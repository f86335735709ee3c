package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.control.ControlException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Receives what lies under a code, or what anyone offers while this runs. */
@Command(name = "receive", description = "Receive what is offered under a code; without one become visible and ask about each offer.")
public final class ReceiveCommand extends Verb {
    /** What to do where a name exists. */
    enum Conflict { ask, rename, skip, overwrite, fail }

    @Mixin
    private CodeOptions codeOptions = new CodeOptions();
    @Parameters(arity = "0..1", paramLabel = "CODE", description = "A code, ticket or link; - reads it from standard input.")
    private String code;
    @Option(names = {"-o", "--output"}, paramLabel = "DIR", description = "Folder to receive into (default: the current one).")
    private String folder = ".";
    @Option(names = {"-y", "--yes"}, description = "Consent in advance to the one transfer that is named by the code or by --from.")
    private boolean yes;
    @Option(names = "--no-input", description = "Never ask: an offer that needs an answer is rejected.")
    private boolean noInput;
    @Option(names = "--from", paramLabel = "DEVICE", description = "Only from this paired device.")
    private String from;
    @Option(names = "--on-conflict", description = "Where a name exists: ${COMPLETION-CANDIDATES} (default: ask on a terminal, else rename).")
    private Conflict conflict;
    @Option(names = "--timeout", paramLabel = "TIME", description = "Give up after this time, for example 30s, 5m, 1h.")
    private String timeout;

    @Override
    public Integer call() throws Exception {
        Optional<String> typed = codeOptions.code(context(), code);
        if (typed.isPresent() && from != null) {
            throw CommandProblem.usage("A code names its transfer already; --from is for receiving without one.");
        }
        if (typed.isEmpty() && yes && from == null) {
            throw CommandProblem.usage("--yes without a code would consent to whoever comes. Give the code, or say from whom with --from.");
        }
        if (noInput && !yes) {
            throw new CommandProblem("input-needed", Exit.INPUT_NEEDED, "Receiving needs consent, and --no-input says that nobody can be asked. Give --yes with a code or with --from.");
        }
        JsonObjectBuilder arguments = object().add("yes", yes).add("folder", folder).add("conflict", asks() ? "rename" : chosen().name());
        typed.ifPresent(c -> arguments.add("code", c));
        if (from != null) {
            arguments.add("from", from);
        }
        if (timeout != null) {
            arguments.add("timeoutMillis", SendCommand.time(timeout).toMillis());
        }
        Output out = new Output(context(), output);
        Asker asker = new Asker(context(), noInput);
        try (Session session = Session.open(context(), output.verbose)) {
            if (session.guest() && typed.isEmpty()) {
                throw new CommandProblem("home-in-use", Exit.DAEMON_UNREACHABLE,
                        "Another ferry command that is no daemon is using this home, so this one can only receive by code now. Wait until it ends, or start a daemon with ferry up.");
            }
            TransferPrinter printer = new TransferPrinter(context(), out, new QrOptions(), "");
            int exit;
            try (Questions questions = new Questions(context().err())) {
                exit = askAll(session, out, arguments.build(), printer, new Answers(session, asker, questions));
            }
            return exit != Exit.OK && asker.unanswered() ? Exit.INPUT_NEEDED : exit;
        }
    }

    private int askAll(Session session, Output out, JsonObject arguments, TransferPrinter printer, Answers answers) throws ControlException {
        Consumer<JsonObject> human = event -> {
            if (event.getString("event", "").equals("visible")) {
                out.say("Others see this device as \"" + event.getString("name", "") + "\" while this runs. Waiting for offers; Ctrl-C ends it.");
            } else {
                printer.accept(event);
            }
        };
        int exit = session.request("receive", context().cwd(), arguments, event -> {
            JsonObject plain = Output.without(event, "request");
            String kind = plain.getString("event", "");
            out.stream(plain);
            out.keep(plain);
            if (kind.equals("error")) {
                if (arguments.containsKey("code")) {
                    // By code one offer comes, and this is its end.
                    answers.questions().end();
                } else {
                    answers.questions().interrupt();
                }
                printer.accept(plain);
                out.error(plain.getString("code", "unknown"), plain.getString("message", ""));
            } else if (kind.equals("offer") && !plain.getBoolean("consentGiven", false)) {
                printer.clear();
                answers.questions().ask(() -> answers.asker().offered(plain), () -> answer(answers, plain));
            } else if (output.human()) {
                human.accept(plain);
            }
        });
        out.finish("");
        return exit;
    }

    /** With whom it is talked, who is asked, and where questions stand in line. */
    private record Answers(Session session, Asker asker, Questions questions) { }

    private void answer(Answers answers, JsonObject offer) {
        Asker asker = answers.asker();
        Asker.Consent consent = asker.consent();
        Path target = context().cwd().resolve(folder).normalize();
        String policy = consent.accept() && asks() ? asker.conflict(offer, target) : asks() ? "rename" : chosen().name();
        try {
            answers.session().answer(object().add("offer", offer.getString("id")).add("accept", consent.accept()).add("block", consent.block()).add("folder", folder)
                    .add("conflict", policy).build());
        } catch (ControlException e) {
            // The stream of events ends too and says so.
        }
    }

    private Conflict chosen() {
        return conflict != null ? conflict : context().terminal().asks() && !noInput && !yes ? Conflict.ask : Conflict.rename;
    }

    private boolean asks() {
        return chosen() == Conflict.ask;
    }
}
