package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Amounts;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Pairs this device with another. */
@Command(name = "pair", description = "Pair with another device: show a code, or type the one that it shows.")
public final class PairCommand extends Verb {
    @Mixin
    private CodeOptions codeOptions = new CodeOptions();
    @Parameters(arity = "0..1", paramLabel = "CODE", description = "The code, ticket or link that the other device shows; - reads it from standard input.")
    private String code;
    @Mixin
    private QrOptions qrOptions = new QrOptions();

    @Override
    public Integer call() throws Exception {
        Optional<String> typed = codeOptions.code(context(), code);
        JsonObjectBuilder arguments = object();
        typed.ifPresent(c -> arguments.add("code", c));
        qrOptions.check(context());
        Output out = new Output(context(), output);
        try {
            return simple("pair", arguments.build(), "", event -> tell(out, event));
        } finally {
            qrOptions.remove();
        }
    }

    @Override
    void happened(JsonObject event) {
        if (event.getString("event", "").equals("code")) {
            qrOptions.write(context(), event);
        }
    }

    private void tell(Output out, JsonObject event) {
        switch (event.getString("event", "")) {
            case "code" -> {
                out.say("Code, good once and until " + Amounts.clock(event.getString("expires")) + ":");
                out.data(event.getString("code"));
                qrOptions.show(context(), out, event);
                out.say("On the other device: ferry pair " + event.getString("code"));
            }
            case "done" -> {
                String name = event.getString("name", "");
                out.say("Paired with \"" + name + "\" (" + event.getString("relationship", "") + "): each of its offers is asked about.");
                out.say("If it is your own device and needs no asking: ferry trust \"" + name + "\" trusted");
                out.data(event.getString("id"));
            }
            default -> { }
        }
    }
}
