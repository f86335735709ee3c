package dev.ferry.edge.cli;

import dev.ferry.edge.cli.internal.control.Json;
import dev.ferry.edge.cli.internal.show.Terminal;
import dev.ferry.edge.cli.internal.verb.Context;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands, run in this process against a daemon that says what a test has it say. */
@Timeout(30)
abstract class Commands {
    static final Terminal PIPE = new Terminal(false, false, false, false);
    static final Terminal SCREEN = new Terminal(true, false, false, false);

    @TempDir
    Path folder;
    TestHost host;
    Path file;

    /** A command that has ended. */
    record Run(int exit, String out, String err) {
        List<JsonObject> objects() {
            return out.lines().map(Json::object).toList();
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        host = new TestHost(folder, false);
        file = Files.writeString(folder.resolve("file"), "x");
    }

    Run ferry(Terminal terminal, String typed, String... words) {
        return ferry(terminal, new StringReader(typed), words);
    }

    Run ferry(Terminal terminal, Reader typed, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Context context = new Context(host, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                new BufferedReader(typed), terminal, folder);
        int exit = FerryCommand.run(words, context);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Run ferry(String... words) {
        return ferry(PIPE, "", words);
    }

    ScriptedEndpoint daemon(ScriptedEndpoint.Script script) throws IOException {
        return new ScriptedEndpoint(folder.resolve("daemon.sock"), script);
    }
}
