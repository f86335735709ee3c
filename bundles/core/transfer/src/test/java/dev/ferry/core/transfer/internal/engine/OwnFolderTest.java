package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.CollectRequest;
import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.InboxService.Answer;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bob receives where his plugins are: nothing of it becomes one. */
class OwnFolderTest extends TwoDevices {
    @BeforeEach
    void plugins() throws Exception {
        Files.createDirectory(bob.own);
        Files.writeString(bob.own.resolve("mine.jar"), "mine");
    }

    private void assertUntouched() {
        assertThat(bob.own).isDirectoryContaining("glob:**/mine.jar");
        assertThat(bob.own.toFile().list()).hasSize(1);
    }

    private static void assertIsPolicy(Throwable refused) {
        assertThat(refused).isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOfSatisfying(Problem.PolicyRefused.class, problem ->
                assertThat(problem.message()).contains("Ferry's own").endsWith(".")));
    }

    @Test
    void theFolderItselfIsRefusedBeforeAnybodyIsDialled() throws Exception {
        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), file("evil.jar", 10));
        String code = String.valueOf(sent.view().code().orElseThrow().code());
        for (Path folder : new Path[] {bob.own, bob.own.resolve("below")}) {
            assertThatThrownBy(() -> bob.collect(code, folder)).satisfies(OwnFolderTest::assertIsPolicy);
        }
        assertUntouched();
        ShareHandle received = bob.collect(code, dir.resolve("elsewhere"));
        assertThat(result(received).files()).as("the code is good still").isEqualTo(1);
    }

    @Test
    void aPersonWhoAnswersWithItIsToldAndMayAnswerAgain() throws Exception {
        ShareHandle sent = alice.share(seen(bob), file("evil.jar", 10));
        OfferView offer = offerAt(bob);
        assertThatThrownBy(() -> bob.inbox.answer(offer.id(), new Answer.Accept(Set.of(), Optional.of(bob.own), ConflictPolicy.RENAME)))
                .satisfies(OwnFolderTest::assertIsPolicy);
        assertUntouched();
        accept(bob, offer);
        assertThat(result(sent).state()).isEqualTo(TransferState.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource(value = ConflictPolicy.class, names = {"RENAME", "SKIP"})
    void fromAFolderAboveTheEntryIsRefusedAndTheOthersArrive(ConflictPolicy policy) throws Exception {
        Path evil = file(bob.own.getFileName() + "/evil.jar", 10).getParent();
        Path good = file("good", 10);
        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), evil, good);
        ShareHandle received = bob.engine.shares().collect(new CollectRequest(String.valueOf(sent.view().code().orElseThrow().code()), dir, policy, true));
        for (ShareResult ended : new ShareResult[] {result(received), result(sent)}) {
            assertThat(ended.files()).isEqualTo(1);
            assertThat(ended.skipped()).isNotEmpty().allSatisfy(entry -> assertThat(entry.path()).startsWith(bob.own.getFileName().toString()));
        }
        assertUntouched();
        assertThat(dir.resolve("good")).exists();
    }

    /** The inbox's folder of a device has a name of the device's choosing. */
    @Test
    void aLinkThatIsCalledLikeADeviceIsNotReceivedInto() throws Exception {
        alice.pair(bob, TrustLevel.VERIFIED);
        bob.pair(alice, TrustLevel.TRUSTED);
        Path outside = Files.createDirectory(dir.resolve("outside"));
        assertThat(result(alice.share(paired(bob), file("first", 10))).files()).isEqualTo(1);
        Path own = bobsInbox().resolve("alice");
        Files.move(own, dir.resolve("moved"));
        Files.createSymbolicLink(own, outside);
        ShareResult refused = result(alice.share(paired(bob), file("evil.jar", 10)));
        assertThat(refused.problem()).containsInstanceOf(Problem.FileAccessDenied.class);
        assertThat(outside).isEmptyDirectory();
    }
}
