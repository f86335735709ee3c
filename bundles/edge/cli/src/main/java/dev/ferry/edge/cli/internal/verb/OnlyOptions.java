package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.control.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which devices are meant where none is named. */
public class OnlyOptions {
    @Option(names = "--only", paramLabel = "KEY=VALUE", description = "Only devices that fit, for example type=laptop, trust=trusted, method=mdns, can=resume, name=PART; repeat for more.")
    private List<String> only = new ArrayList<>();

    void add(JsonObjectBuilder arguments) {
        JsonArrayBuilder array = Json.PROVIDER.createArrayBuilder();
        only.forEach(array::add);
        arguments.add("only", array);
    }
}
