package dev.ferry.core.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import dev.ferry.spi.policy.PolicyQuestion;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Relationship by operation, each cell on its own. */
class TrustMatrixTest {
    private static final List<String> COLUMNS = List.of("unknown", "unverified", "verified", "trusted", "blocked");

    private static final String MATRIX = """
            SEE_PRESENCE  yes yes yes yes no
            CONNECT       yes yes yes yes no
            OFFER         yes yes yes yes no
            AUTO_ACCEPT   no  no  no  yes no
            RESUME        yes yes yes yes no
            MOVE          no  no  yes yes no
            OVERWRITE     no  no  yes yes no
            LIST          no  no  yes yes no
            READ          yes no  yes yes no
            SYNC          no  no  no  yes no
            PAIR          yes yes yes yes no
            """;

    private final Decisions policy = new Decisions(null, Runnable::run, System::nanoTime, Duration.ofSeconds(10));

    TrustMatrixTest() {
        COLUMNS.subList(0, 4).forEach(column -> policy.putProfile(subject -> Subjects.most(column),
                Map.of("service.id", (long) COLUMNS.indexOf(column), "ferry.security.relationships", new String[] {column})));
    }

    static Stream<Arguments> cells() {
        return MATRIX.lines().map(line -> line.split(" +")).flatMap(row -> COLUMNS.stream()
                .map(column -> Arguments.of(column, Operation.valueOf(row[0]), row[1 + COLUMNS.indexOf(column)].equals("yes"))));
    }

    @Test
    void every_operation_has_a_row() {
        assertThat(MATRIX.lines().map(line -> Operation.valueOf(line.split(" +")[0]))).containsExactlyInAnyOrder(Operation.values());
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("cells")
    void is_as_it_is_written(String relationship, Operation operation, boolean allowed) {
        DeviceRelationship subject = Subjects.of(relationship);
        assertThat(policy.inMatrix(subject, operation)).isEqualTo(allowed);
        Arrays.stream(SecurityContext.values()).map(context -> policy.refusal(new PolicyQuestion(subject, context, operation, OptionalLong.empty())))
                .forEach(refusal -> assertThat(refusal.isEmpty()).as("%s", refusal).isEqualTo(allowed));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("cells")
    void a_refusal_says_who_may_not_do_what_and_what_to_do(String relationship, Operation operation, boolean allowed) {
        Optional<Problem> refusal = policy.refusal(new PolicyQuestion(Subjects.of(relationship), SecurityContext.PINNED, operation, OptionalLong.empty()));
        refusal.ifPresent(problem -> {
            if (relationship.equals("blocked")) {
                assertThat(problem).isInstanceOf(Problem.DeviceBlocked.class);
                assertThat(problem.message()).contains("lost on a train", "ferry unblock");
            } else {
                assertThat(problem).isInstanceOfSatisfying(Problem.PolicyRefused.class, refused -> assertThat(refused.rule()).isEqualTo("trust"));
                assertThat(problem.message()).startsWith("A device that is ").contains(" may not ").containsAnyOf("ferry trust NAME", "ferry pair");
            }
        });
        assertThat(refusal.isEmpty()).isEqualTo(allowed);
    }
}
