package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.transfer.internal.names.NameRules;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final String DEAD = ".0123456789abcdef-0123456789abcdef.ferry.part";

    @TempDir
    Path inbox;

    @Test
    void whatADeadProcessLeftIsRemovedAndNothingElse() throws Exception {
        Path staging = Files.createDirectories(inbox.resolve(DEAD));
        Files.createFile(staging.resolve(Staging.LOCK));
        Files.writeString(staging.resolve("1.ferry.part"), "half a file");
        Files.createDirectory(staging.resolve("2.ferry.part"));
        Files.writeString(inbox.resolve("kept.txt"), "kept");
        Files.writeString(inbox.resolve(".mine.ferry.part"), "not of our form");

        assertThat(sweep()).isEqualTo(1);
        assertThat(Trees.contents(inbox)).containsOnlyKeys("kept.txt", ".mine.ferry.part");
    }

    @Test
    void somebodysFileInAStagingDirectoryIsLeft() throws Exception {
        Path staging = Files.createDirectories(inbox.resolve(DEAD));
        Files.writeString(staging.resolve("thesis.tex"), "mine");
        age(staging);
        assertThat(sweep()).isZero();
        assertThat(staging.resolve("thesis.tex")).hasContent("mine");
    }

    @Test
    void theStagingOfALivingProcessStays() throws Exception {
        try (ReceiveFolder living = ReceiveFolder.open(inbox)) {
            PartFile part = living.begin(Receiving.path("x"), 1, Optional.empty());
            assertThat(sweep()).isZero();
            part.write(ByteBuffer.wrap(new byte[1]), 0);
            part.seal(true);
        }
    }

    @Test
    void theStagingOfAnotherLivingProcessStaysUntilItIsKilled() throws Exception {
        Process other = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"), Holder.class.getName(),
                inbox.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('!');
            assertThat(sweep()).isZero();
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(sweep()).isEqualTo(1);
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    void aStagingDirectoryThatIsJustBeingMadeStays() throws Exception {
        Path staging = Files.createDirectories(inbox.resolve(DEAD));
        assertThat(sweep()).isZero();
        age(staging);
        assertThat(sweep()).isEqualTo(1);
    }

    @Test
    void aLinkOfThatNameIsNotFollowed() throws Exception {
        Path outside = Files.createDirectories(inbox.resolve("outside"));
        Files.writeString(outside.resolve("1.ferry.part"), "mine");
        Files.createSymbolicLink(inbox.resolve(DEAD), outside);
        assertThat(sweep()).isZero();
        assertThat(outside.resolve("1.ferry.part")).hasContent("mine");
    }

    @Test
    void noPeerCanNameAFileLikeOne() {
        assertThat(NameRules.judge("a/" + DEAD)).isInstanceOf(NameVerdict.Neutralised.class);
        assertThat(NameRules.judge(DEAD + "/1.ferry.part")).isInstanceOf(NameVerdict.Neutralised.class);
    }

    private static void age(Path staging) throws Exception {
        Files.setLastModifiedTime(staging, FileTime.from(Instant.now().minusSeconds(120)));
    }

    private int sweep() throws Exception {
        try (ReceiveFolder folder = ReceiveFolder.open(inbox)) {
            return folder.sweepLeftovers(Instant.now());
        }
    }

    /** Holds an unfinished file until it is killed. */
    static final class Holder {
        private Holder() {
        }

        public static void main(String[] args) throws Exception {
            ReceiveFolder.open(new File(args[0]).toPath()).begin(Receiving.path("x"), 1, Optional.empty());
            System.out.print('!');
            System.out.flush();
            System.in.read();
        }
    }
}
