package dev.ferry.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Rules on the code of every bundle. An exception is written here, in the rule, with its reason. */
class CodeRulesTest {

    @Test
    void threads_come_from_core_runtime() {
        // The command line is a process of its own and has no daemon to take an executor from. An event loop is the thread that waits in the
        // system for one transport's sockets and ends with it. The contract tests play the core's part.
        noClasses().that().resideOutsideOfPackages("dev.ferry.core.runtime..", "dev.ferry.edge.cli..", "dev.ferry.transport.tcp..", "dev.ferry.tck..")
                .should().accessTargetWhere(describe("a thread is made", CodeRulesTest::makesThread))
                .orShould().accessTargetWhere(describe("the common pool is borrowed", CodeRulesTest::borrowsCommonPool))
                .because("core.runtime names, counts and stops every thread of the daemon; take an executor as a service")
                .check(Ferry.CLASSES);
    }

    @Test
    void only_the_command_line_prints() {
        noClasses().that().resideOutsideOfPackage("dev.ferry.edge.cli..")
                .should(ACCESS_STANDARD_STREAMS)
                .because("a daemon's words go to the log, where they are escaped and levelled")
                .check(Ferry.CLASSES);
    }

    @Test
    void bytes_never_choose_a_class() {
        noClasses().should().dependOnClassesThat().haveNameMatching("java\\.io\\.ObjectInputStream|java\\.beans\\.XMLDecoder")
                .because("whoever wrote the bytes would choose the code that is run")
                .check(Ferry.CLASSES);
    }

    @Test
    void what_was_received_is_never_opened() {
        // The system's sync, the terminal's size, a device of its own for the demonstration, one that fills the archive: none is given a name that a peer chose.
        noClasses().that().doNotHaveFullyQualifiedName("dev.ferry.core.transfer.internal.receive.SyncCommand")
                .and().doNotHaveFullyQualifiedName("dev.ferry.edge.cli.internal.show.Terminal")
                .and().doNotHaveFullyQualifiedName("dev.ferry.edge.cli.internal.demo.DemoDevice")
                .and().doNotHaveFullyQualifiedName("dev.ferry.runtime.launcher.Training")
                .should().dependOnClassesThat().haveNameMatching("java\\.awt\\.Desktop|java\\.lang\\.ProcessBuilder")
                .orShould().callMethodWhere(describe("a program is run", call -> call.getTargetOwner().isEquivalentTo(Runtime.class) && call.getName().equals("exec")))
                .because("a file is opened by its person and by nobody else, whatever its sender says")
                .check(Ferry.CLASSES);
    }

    @Test
    void secrets_are_not_guessable() {
        // Where mDNS waits a random while so that not everybody speaks at once, nothing hangs on whether it can be guessed. The contract tests repeat what they tried,
        // and the demonstration fills its files with anything.
        noClasses().that().resideOutsideOfPackages("dev.ferry.discovery.mdns..", "dev.ferry.edge.cli.internal.demo..", "dev.ferry.tck..")
                .should().accessTargetWhere(describe("a number is made that can be guessed", CodeRulesTest::isGuessable))
                .because("what is random here is secret or must never repeat, and only SecureRandom promises either")
                .check(Ferry.CLASSES);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.ferry.(**)").should().beFreeOfCycles()
                .because("two packages that need each other are one package")
                .check(Ferry.CLASSES);
    }

    /** A secure one is also a {@code java.util.Random}, so what counts is how it is made. */
    private static boolean isGuessable(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        boolean made = access.getName().equals("<init>") && (owner.isEquivalentTo(Random.class) || owner.isEquivalentTo(SplittableRandom.class));
        boolean chosen = owner.isEquivalentTo(RandomGenerator.class) && (access.getName().equals("getDefault") || access.getName().equals("of"));
        return made || chosen || owner.isEquivalentTo(RandomGeneratorFactory.class) || owner.isEquivalentTo(ThreadLocalRandom.class)
                || owner.isEquivalentTo(Math.class) && access.getName().equals("random");
    }

    private static boolean makesThread(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        boolean constructor = access.getName().equals("<init>");
        return constructor && (owner.isAssignableTo(Thread.class) || owner.isAssignableTo(Timer.class) || owner.isAssignableTo(ExecutorService.class))
                || owner.isEquivalentTo(Executors.class) && access.getName().startsWith("new");
    }

    private static boolean borrowsCommonPool(JavaAccess<?> access) {
        boolean async = access.getTargetOwner().isEquivalentTo(CompletableFuture.class) && access.getName().endsWith("Async");
        boolean executor = access.getTarget() instanceof CodeUnitAccessTarget code
                && code.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Executor.class));
        return async && !executor || access.getName().equals("parallelStream") || access.getName().equals("commonPool");
    }
}
