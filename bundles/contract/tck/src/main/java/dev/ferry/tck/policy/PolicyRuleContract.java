package dev.ferry.tck.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Operation;
import dev.ferry.model.Proximity;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TrustLevel;
import dev.ferry.spi.policy.PolicyQuestion;
import dev.ferry.spi.policy.PolicyRule;
import dev.ferry.spi.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link PolicyRule}: rules R1 to R4, each for every relationship, operation and way of verification. */
public abstract class PolicyRuleContract {
    private static final Duration IN_TIME = Duration.ofMillis(100);
    private static final int LONGEST_REASON = 300;

    private final PolicyRule rule;

    protected PolicyRuleContract(PolicyRule rule) {
        this.rule = rule;
    }

    @ParameterizedTest
    @MethodSource("questions")
    @DisplayName("R1 throws at no question, whether or not the amount is known")
    void r1_never_throws(PolicyQuestion question) {
        assertThatCode(() -> rule.examine(question)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("questions")
    @DisplayName("R2 has a verdict on every question")
    void r2_has_a_verdict(PolicyQuestion question) {
        assertThat(rule.examine(question)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("questions")
    @DisplayName("R3 answers within 100 ms")
    void r3_in_time(PolicyQuestion question) {
        rule.examine(question);
        assertTimeout(IN_TIME, () -> rule.examine(question));
    }

    @ParameterizedTest
    @MethodSource("questions")
    @DisplayName("R4 a veto has a reason: a sentence of at most 300 characters, none of them control characters")
    void r4_vetoes_say_why(PolicyQuestion question) {
        if (rule.examine(question) instanceof Verdict.Veto veto) {
            assertThat(veto.reason()).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST_REASON);
            assertThat(veto.reason().chars().anyMatch(Character::isISOControl)).isFalse();
        }
    }

    static Stream<PolicyQuestion> questions() {
        return subjects().flatMap(subject -> Arrays.stream(Operation.values()).flatMap(operation -> Arrays.stream(SecurityContext.values())
                .flatMap(context -> Stream.of(OptionalLong.empty(), OptionalLong.of(0), OptionalLong.of(Long.MAX_VALUE))
                        .map(bytes -> new PolicyQuestion(subject, context, operation, bytes)))));
    }

    private static Stream<DeviceRelationship> subjects() {
        DeviceId id = new DeviceId("1".repeat(64));
        Stream<DeviceRelationship> paired = Arrays.stream(TrustLevel.values()).map(trust -> new DeviceRelationship.Paired(id, "Laptop", trust,
                new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE));
        return Stream.concat(paired, List.of(new DeviceRelationship.Unknown(Optional.empty(), Proximity.INTERNET, SecurityContext.NONE),
                new DeviceRelationship.Blocked(id, "lost", Instant.EPOCH)).stream());
    }
}
