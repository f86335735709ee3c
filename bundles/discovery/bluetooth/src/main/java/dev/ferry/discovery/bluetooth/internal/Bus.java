package dev.ferry.discovery.bluetooth.internal;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;

/**
 * One connection to a message bus, to talk to one service there. Calls are made of bare messages, not by dbus-java's proxies, because each is to have a time limit of its own and what
 * comes back is to be looked at before it becomes anything.
 */
final class Bus implements AutoCloseable {
    private static final String BUS = "org.freedesktop.DBus";
    private static final Pattern UNIX_PATH = Pattern.compile("unix:(?:.*,)?path=([^,;]+).*");
    private static final byte NO_AUTO_START = 2;
    private static final Duration SOON = Duration.ofSeconds(5);

    /** @param member name of the signal with its interface's in front */
    record Signal(String path, String member, List<?> values) { }

    private final DBusConnection connection;
    private final String service;
    private final String owner;

    private Bus(DBusConnection connection, String service, String owner) {
        this.connection = connection;
        this.service = service;
        this.owner = owner;
    }

    /**
     * @param address of the bus, {@code unix:path=…}
     * @param service its well-known name; it must be running, and the connection is to it alone
     * @throws IOException with a sentence for a person
     */
    static Bus open(String address, String service) throws IOException {
        Path socket = socket(address);
        DBusConnection connection;
        try {
            connection = DBusConnectionBuilder.forAddress("unix:path=" + socket).withShared(false)
                    .transportConfig().withTimeout(1).withServiceLoaderClassLoader(Bus.class.getClassLoader()).back().build();
        } catch (DBusException | DBusExecutionException e) {
            throw new IOException("The message bus at " + socket + " does not let Ferry in: " + e.getMessage() + ".", e);
        }
        try {
            List<?> owner = call(connection, SOON, BUS, "/org/freedesktop/DBus", BUS + ".GetNameOwner", "s", service);
            return new Bus(connection, service, (String) owner.get(0));
        } catch (Refusal e) {
            connection.close();
            throw new IOException("The service " + service + " does not run; Bluetooth is used when it does.", e);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Tried before dbus-java tries: it would leave threads behind where nobody listens. */
    private static Path socket(String address) throws IOException {
        Matcher path = UNIX_PATH.matcher(address);
        if (!path.matches()) {
            throw new IOException("'" + address + "' is no address of a message bus on this machine; one is like unix:path=/run/dbus/system_bus_socket.");
        }
        Path socket = Path.of(path.group(1));
        if (!Files.exists(socket)) {
            throw new IOException("This machine has no message bus at " + socket + ", by which Bluetooth is used; devices are found by other means.");
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return socket;
        } catch (IOException e) {
            throw new IOException("Nobody answers at the message bus " + socket + ": " + e.getMessage() + ".", e);
        }
    }

    /** What the service answered instead of a result. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;
        private final String name;

        Refusal(String name, String text) {
            super(text.isEmpty() ? name : text);
            this.name = name;
        }

        boolean is(String suffix) {
            return name.endsWith(suffix);
        }
    }

    /** The values of the answer, with containers as {@code List} and {@code Map}. */
    List<?> call(Duration patience, String path, String member, String signature, Object... values) throws IOException {
        return call(connection, patience, service, path, member, signature, values);
    }

    private static List<?> call(DBusConnection connection, Duration patience, String to, String path, String member, String signature, Object... values) throws IOException {
        int dot = member.lastIndexOf('.');
        try {
            MethodCall call = connection.getMessageFactory().createMethodCall(to, path, member.substring(0, dot), member.substring(dot + 1), NO_AUTO_START,
                    signature.isEmpty() ? null : signature, values);
            connection.sendMessage(call);
            Message reply = call.getReply(patience.toMillis());
            if (reply instanceof Error error) {
                throw new Refusal(error.getName(), Arrays.stream(error.getParameters()).findFirst().map(Object::toString).orElse(""));
            }
            if (reply == null) {
                throw new IOException("No answer to " + member + " within " + patience.toSeconds() + " seconds");
            }
            return Arrays.asList(reply.getParameters());
        } catch (DBusException | DBusExecutionException e) {
            throw new IOException(member + " failed: " + e.getMessage(), e);
        }
    }

    /** @param listener called on one thread of the connection: returns at once */
    void listen(String member, Consumer<Signal> listener) throws IOException {
        int dot = member.lastIndexOf('.');
        var rule = DBusMatchRuleBuilder.create().withType("signal").withInterface(member.substring(0, dot)).withMember(member.substring(dot + 1));
        try {
            connection.addGenericSigHandler(rule.build(), signal -> values(signal).ifPresent(values -> listener.accept(new Signal(signal.getPath(), member, values))));
        } catch (DBusException | DBusExecutionException e) {
            throw new IOException("The message bus does not tell of " + member + ": " + e.getMessage(), e);
        }
    }

    /** Of signals of the service or of the bus itself; others may claim anything. */
    private Optional<List<?>> values(DBusSignal signal) {
        try {
            return owner.equals(signal.getSource()) || BUS.equals(signal.getSource()) ? Optional.of(Arrays.asList(signal.getParameters())) : Optional.empty();
        } catch (DBusException e) {
            return Optional.empty();
        }
    }

    void export(DBusInterface object) throws IOException {
        try {
            connection.exportObject(object);
        } catch (DBusException e) {
            throw new IOException("The object " + object.getObjectPath() + " cannot be offered: " + e.getMessage(), e);
        }
    }

    void withdraw(DBusInterface object) {
        connection.unExportObject(object.getObjectPath());
    }

    boolean isOpen() {
        return connection.isConnected();
    }

    /** Ends every call that waits; the service forgets what was registered by this connection. */
    @Override
    public void close() {
        connection.disconnect();
    }
}
