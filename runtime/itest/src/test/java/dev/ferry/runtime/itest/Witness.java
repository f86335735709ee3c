package dev.ferry.runtime.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A plugin that writes down which bundles and which services come and go in its daemon from its start on: a component that is activated again is a service that went and came. */
final class Witness {
    private static final String NAME = "com.example.witness";
    private static final String START = """
            java.io.PrintStream out = new java.io.PrintStream(new java.io.FileOutputStream("%s"), true);
            context.addServiceListener((org.osgi.framework.AllServiceListener) event -> {
                org.osgi.framework.ServiceReference<?> service = event.getServiceReference();
                if (event.getType() == org.osgi.framework.ServiceEvent.REGISTERED || event.getType() == org.osgi.framework.ServiceEvent.UNREGISTERING) {
                    out.println((event.getType() == org.osgi.framework.ServiceEvent.REGISTERED ? "came " : "went ") + service.getBundle().getSymbolicName() + " service "
                            + service.getProperty("service.id") + " " + service.getProperty("component.name"));
                }
            });
            context.addBundleListener(event -> out.println("bundle " + event.getBundle().getSymbolicName() + " event " + event.getType()));
            out.println("watching");
            """;

    private final Path log;

    /** Goes into the plugin folder, and may be put there before the daemon is started. */
    Witness(Path work, Path plugins) throws IOException {
        log = work.resolve("witness.log");
        new VendorJar(work).header("Bundle-SymbolicName", NAME).browse("return () -> { };").activator(START.formatted(log), "").into(plugins.resolve("witness.jar"));
    }

    boolean isThere() throws IOException {
        return Files.exists(log) && Files.readAllLines(log).contains("watching");
    }

    /** What has come and gone so far; the line of a service begins with {@code came} or {@code went}. */
    List<String> seen() throws IOException {
        return Files.readAllLines(log).stream().filter(line -> !line.contains(NAME) && !line.equals("watching")).toList();
    }
}
