package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ReferenceEntry;
import dev.ferry.api.ReferenceRequest;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ReferenceView;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.TrustLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;

/** Two devices that trust each other: files stay with alice and are reached by bob. */
abstract class TwoWithReferences extends TwoDevices {
    @BeforeEach
    void pair() {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
    }

    static ReferenceRequest request(ShareTarget target, AccessLevel access, Optional<Duration> life, Path... files) {
        return new ReferenceRequest(Arrays.stream(files).map(file -> new ShareRequest.Item(file, false)).toList(), target, access, life, Optional.of("look"));
    }

    ReferenceView give(AccessLevel access, Optional<Duration> life, Path... files) throws Exception {
        return answer(alice.engine.references().give(request(paired(bob), access, life, files)));
    }

    ReferenceView give(AccessLevel access, Path... files) throws Exception {
        return give(access, Optional.empty(), files);
    }

    static ReferenceView answer(ReferenceService.Given given) throws Exception {
        return given.answer().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    ReferenceService bobs() {
        return bob.engine.references();
    }

    List<ReferenceEntry> list(UUID reference, String path, boolean whole) throws Exception {
        List<ReferenceEntry> entries = new ArrayList<>();
        bobs().list(reference, path, whole, entries::addAll);
        return entries;
    }

    List<String> names(UUID reference, String path, boolean whole) throws Exception {
        return list(reference, path, whole).stream().map(ReferenceEntry::path).sorted().toList();
    }

    ShareHandle get(UUID reference, String... paths) throws FerryException {
        return bobs().get(reference, List.of(paths), into(), ConflictPolicy.SKIP);
    }

    Path into() {
        return dir.resolve("into");
    }

    static State state(Device device, UUID reference) {
        return device.engine.references().find(reference).orElseThrow().state();
    }

    static void assertRefused(ThrowingCallable call, Class<? extends Problem> why, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(why)).satisfies(e -> assertThat(List.of(words)).allMatch(e.getMessage()::contains));
    }

    Path films() throws Exception {
        Path films = file("films/a.mkv", 300_000).getParent();
        file("films/deep/er/b.mkv", 10);
        file("films/deep/c", 0);
        return films;
    }
}
