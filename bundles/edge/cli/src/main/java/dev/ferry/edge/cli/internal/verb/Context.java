package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.host.Host;
import dev.ferry.edge.cli.internal.show.Terminal;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What a verb works with.
 *
 * @param out  for data alone
 * @param err  for everything else
 * @param in   what a person or program answers
 * @param cwd  where the person is
 */
public record Context(Host host, PrintStream out, PrintStream err, BufferedReader in, Terminal terminal, Path cwd) { }
