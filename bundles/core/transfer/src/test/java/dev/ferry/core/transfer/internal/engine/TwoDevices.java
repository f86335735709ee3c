package dev.ferry.core.transfer.internal.engine;

import static org.awaitility.Awaitility.await;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.InboxService.Answer;
import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.OfferView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two devices on one net, and what their people do. */
abstract class TwoDevices {
    @TempDir
    Path dir;
    FakeNet net;
    Device alice;
    Device bob;

    @BeforeEach
    void start() throws IOException {
        net = new FakeNet();
        alice = new Device(net, "alice", Files.createDirectory(dir.resolve("alice")));
        bob = new Device(net, "bob", Files.createDirectory(dir.resolve("bob")));
    }

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
        net.close();
    }

    Path bobsInbox() {
        return dir.resolve("bob");
    }

    /** As discovery would have seen it. */
    static ShareTarget seen(Device device) {
        return new ShareTarget.DiscoveredDevice(Integer.toString(device.port.number));
    }

    static ShareTarget paired(Device device) {
        return new ShareTarget.PairedDevice(device.id);
    }

    OfferView offerAt(Device device) {
        return await().atMost(Duration.ofSeconds(10)).until(() -> device.inbox.pending().stream().findFirst(), Optional::isPresent).orElseThrow();
    }

    static ShareHandle accept(Device device, OfferView offer) throws Exception {
        return device.inbox.answer(offer.id(), new Answer.Accept(Set.of(), Optional.empty(), ConflictPolicy.RENAME)).orElseThrow();
    }

    static void reject(Device device, OfferView offer) throws Exception {
        device.inbox.answer(offer.id(), new Answer.Reject(false));
    }

    Path file(String name, int bytes) throws IOException {
        Path file = dir.resolve("from").resolve(name);
        Files.createDirectories(file.getParent());
        byte[] content = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            content[i] = (byte) (i * 31 + (i >> 8) + name.length());
        }
        return Files.write(file, content);
    }

    /** A handle of a share that this device receives. */
    static ShareHandle incoming(Device device) {
        return await().atMost(Duration.ofSeconds(10)).until(() -> device.engine.shares().shares().stream().filter(share -> !share.view().outgoing()).findFirst(),
                Optional::isPresent).orElseThrow();
    }

    static <E extends FerryEvent> List<E> events(Device device, Class<E> kind) {
        List<E> found = new ArrayList<>();
        device.events.forEach(event -> {
            if (kind.isInstance(event)) {
                found.add(kind.cast(event));
            }
        });
        return found;
    }

    /** Every file and folder below with its content, hidden ones too. */
    static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (!path.equals(root)) {
                    found.put(root.relativize(path).toString(), Files.isDirectory(path) ? "folder" : Integer.toHexString(java.util.Arrays.hashCode(Files.readAllBytes(path))));
                }
            }
        }
        return found;
    }
}
