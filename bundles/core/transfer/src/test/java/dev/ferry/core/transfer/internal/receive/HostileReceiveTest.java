package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.names.HostileNames;
import dev.ferry.core.transfer.internal.names.HostileNames.Hostile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole corpus of hostile names, at every position and under every policy, into a real folder that lies beside things worth attacking. */
class HostileReceiveTest {
    private static final List<UnaryOperator<String>> POSITIONS = List.of(name -> name, name -> "dir/" + name, name -> name + "/leaf",
            name -> "dir/" + name + "/leaf");

    private Path world;

    @BeforeEach
    void makeWorld() throws IOException {
        world = Files.createTempDirectory(Trees.fastest(), "hostile");
    }

    @AfterEach
    void removeWhatIsTooDeepForJava() throws Exception {
        assertThat(new ProcessBuilder("rm", "-rf", world.toString()).inheritIO().start().waitFor()).isZero();
    }

    @ParameterizedTest
    @EnumSource(ConflictPolicy.class)
    void nothingEscapesAndNothingThatWasThereChanges(ConflictPolicy policy) throws Exception {
        Path home = furnishedHome();
        Path inbox = Files.createDirectories(home.resolve("inbox"));
        Files.writeString(inbox.resolve("README"), "mine");
        SortedMap<String, String> before = Trees.contents(home);
        int placed = 0;
        try (Receiving receiving = new Receiving(inbox, policy)) {
            for (UnaryOperator<String> position : POSITIONS) {
                for (Hostile hostile : HostileNames.all()) {
                    Optional<Placement> placement = receiving.file(position.apply(hostile.name()), "hostile");
                    assertThat(placement.filter(p -> p instanceof Placement.Failed)).as(hostile + " " + placement).isEmpty();
                    placed += placement.filter(p -> p instanceof Placement.Placed).isPresent() ? 1 : 0;
                    assertThat(placement.isEmpty()).as(hostile.toString()).isEqualTo(hostile.expect().equals("reject-item") || hostile.name().contains("//"));
                }
            }
        }
        assertThat(Trees.contents(world).keySet()).allMatch(path -> path.startsWith("home"));
        assertThat(outside(Trees.contents(home))).isEqualTo(outside(before));
        assertThat(Trees.contents(inbox).values().stream().filter("hostile"::equals)).hasSize(placed);
        assertThat(Trees.contents(inbox).values()).contains("mine");
    }

    @Test
    void receivingIntoAHomeTouchesNoneOfItsDotFiles() throws Exception {
        Path home = furnishedHome();
        SortedMap<String, String> before = Trees.contents(home);
        try (Receiving receiving = new Receiving(home, ConflictPolicy.OVERWRITE)) {
            for (Hostile hostile : HostileNames.all()) {
                receiving.file(hostile.name(), "hostile");
            }
        }
        assertThat(Trees.contents(home)).containsAllEntriesOf(before);
        try (Stream<Path> entries = Files.list(home)) {
            assertThat(entries.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("."))).containsExactlyInAnyOrder(".profile", ".ssh", ".config");
        }
    }

    @Test
    void nothingReceivedMayBeExecuted() throws Exception {
        try (Receiving receiving = new Receiving(world.resolve("home"), ConflictPolicy.RENAME)) {
            receiving.file("run.sh", "#!/bin/sh");
        }
        assertThat(Files.getAttribute(world.resolve("home/run.sh"), "unix:mode", LinkOption.NOFOLLOW_LINKS)).satisfies(mode -> assertThat((int) mode & 07111).isZero());
    }

    @Test
    void archivesStayArchives() throws Exception {
        try (Receiving receiving = new Receiving(world.resolve("home"), ConflictPolicy.RENAME)) {
            receiving.file("a.zip", "PK\3\4");
        }
        assertThat(Trees.contents(world.resolve("home"))).containsOnlyKeys("a.zip");
    }

    @Test
    void collisionsLoseNothing() throws Exception {
        List<String> colliding = List.of("README", "readme", "ReadMe", "stra\u00dfe", "STRASSE", "\u00e9", "e\u0301", "parent", "parent/child", "PARENT/child", "\u212a", "k", "K");
        for (ConflictPolicy policy : ConflictPolicy.values()) {
            Path inbox = world.resolve("home").resolve(policy.name());
            List<String> received = new ArrayList<>();
            try (Receiving receiving = new Receiving(inbox, policy)) {
                for (String path : colliding) {
                    assertThat(receiving.file(path, "content of " + path)).get().isInstanceOf(Placement.Placed.class);
                    // As Trees reads it: one character a byte.
                    received.add(new String(("content of " + path).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                }
            }
            assertThat(Trees.contents(inbox).values().stream().filter(content -> !content.equals("dir"))).containsExactlyInAnyOrderElementsOf(received);
        }
    }

    private Path furnishedHome() throws IOException {
        Path home = world.resolve("home");
        for (String file : List.of(".ssh/authorized_keys", ".profile", ".config/autostart/mine.desktop", "x", "etc/passwd")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.writeString(home.resolve(file), "mine");
        }
        return home;
    }

    private static SortedMap<String, String> outside(SortedMap<String, String> contents) {
        contents.keySet().removeIf(path -> path.startsWith("inbox"));
        return contents;
    }
}
