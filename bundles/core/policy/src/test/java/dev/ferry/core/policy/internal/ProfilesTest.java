package dev.ferry.core.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Feature;
import dev.ferry.model.SessionTerms.Metadata;
import dev.ferry.spi.policy.PolicyQuestion;
import dev.ferry.spi.security.SecurityProfile;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProfilesTest {
    private final Decisions policy = new Decisions(null, Runnable::run, System::nanoTime, Duration.ofSeconds(10));

    private static Map<String, Object> properties(long id, int ranking, String... relationships) {
        return Map.of("service.id", id, "service.ranking", ranking, "ferry.security.relationships", relationships, "ferry.security.id", "profile" + id);
    }

    private void install(String relationship, SessionTerms terms) {
        policy.putProfile(subject -> terms, properties(1, 0, relationship));
    }

    private Optional<Problem> refusal(DeviceRelationship subject, Operation operation) {
        return policy.refusal(new PolicyQuestion(subject, SecurityContext.PINNED, operation, OptionalLong.empty()));
    }

    @ParameterizedTest
    @CsvSource({"trusted,dev.ferry.security.trusted", "verified,dev.ferry.security.verified", "unverified,dev.ferry.security.verified", "unknown,dev.ferry.security.ephemeral"})
    void without_a_profile_a_relationship_fails_closed_and_the_bundle_is_named(String relationship, String bundle) {
        assertThatThrownBy(() -> policy.terms(Subjects.of(relationship))).isInstanceOfSatisfying(FerryException.class, missing ->
                assertThat(missing.problem()).isInstanceOfSatisfying(Problem.MissingPart.class, problem -> {
                    assertThat(problem.bundle()).isEqualTo(bundle);
                    assertThat(problem.message()).contains(bundle, relationship);
                }));
        assertThat(refusal(Subjects.of(relationship), Operation.OFFER)).get().isInstanceOf(Problem.MissingPart.class);
        assertThat(refusal(Subjects.of(relationship), Operation.RESUME)).get().isInstanceOf(Problem.MissingPart.class);
    }

    @Test
    void pairing_needs_no_profile_and_neither_does_the_link_that_a_stranger_pairs_on() {
        assertThat(refusal(Subjects.of("unknown"), Operation.PAIR)).isEmpty();
        assertThat(refusal(Subjects.of("unknown"), Operation.CONNECT)).isEmpty();
        assertThat(refusal(Subjects.of("trusted"), Operation.CONNECT)).isPresent();
    }

    @Test
    void a_profile_counts_from_the_moment_it_comes_to_the_moment_it_goes() throws FerryException {
        AtomicInteger told = new AtomicInteger();
        policy.follow(told::incrementAndGet);
        SecurityProfile profile = subject -> Subjects.most("trusted");
        policy.putProfile(profile, properties(1, 0, "trusted"));
        assertThat(policy.terms(Subjects.of("trusted"))).isEqualTo(Subjects.most("trusted"));
        assertThat(refusal(Subjects.of("trusted"), Operation.SYNC)).isEmpty();
        policy.removeProfile(profile, properties(1, 0, "trusted"));
        assertThat(refusal(Subjects.of("trusted"), Operation.SYNC)).get().isInstanceOf(Problem.MissingPart.class);
        assertThat(told).hasValue(2);
    }

    @Test
    void of_two_profiles_the_higher_ranking_governs_and_then_the_older() throws FerryException {
        policy.putProfile(subject -> Subjects.paired(Consent.ASK, Set.of(Feature.MOVE)), properties(5, 0, "trusted"));
        policy.putProfile(subject -> Subjects.paired(Consent.ASK, Set.of(Feature.SYNC)), properties(6, 0, "trusted", "verified"));
        assertThat(policy.terms(Subjects.of("trusted")).features()).containsExactly(Feature.MOVE);
        policy.putProfile(subject -> Subjects.paired(Consent.ASK, Set.of()), properties(7, 100, "trusted"));
        assertThat(policy.terms(Subjects.of("trusted")).features()).isEmpty();
    }

    @Test
    void what_the_terms_leave_out_is_refused_in_the_profiles_name() {
        install("trusted", Subjects.terms(Consent.ASK, false, Duration.ofHours(1), false, Optional.empty(), Metadata.FULL, true, Set.of()));
        for (Operation operation : new Operation[] {Operation.AUTO_ACCEPT, Operation.RESUME, Operation.MOVE, Operation.LIST, Operation.READ, Operation.SYNC}) {
            assertThat(refusal(Subjects.of("trusted"), operation)).as(operation.name()).get().isInstanceOfSatisfying(Problem.PolicyRefused.class,
                    refused -> assertThat(refused.rule()).isEqualTo("profile test"));
        }
        assertThat(refusal(Subjects.of("trusted"), Operation.OFFER)).isEmpty();
        assertThat(refusal(Subjects.of("trusted"), Operation.OVERWRITE)).isEmpty();
    }

    @Test
    void a_verified_device_with_the_usual_terms_may_not_sync_move_or_refer() {
        install("verified", Subjects.paired(Consent.ASK, Set.of()));
        for (Operation operation : new Operation[] {Operation.SYNC, Operation.MOVE, Operation.LIST, Operation.READ}) {
            assertThat(refusal(Subjects.of("verified"), operation)).as(operation.name()).get().satisfies(problem -> assertThat(problem.message()).isNotBlank());
        }
    }

    @Test
    void a_blocked_device_has_no_terms() {
        policy.putProfile(subject -> Subjects.most("trusted"), properties(1, 0, "blocked", "trusted"));
        assertThatThrownBy(() -> policy.terms(Subjects.of("blocked"))).isInstanceOfSatisfying(FerryException.class,
                blocked -> assertThat(blocked.problem()).isInstanceOf(Problem.DeviceBlocked.class));
    }

    static Stream<Arguments> unlawful() {
        Optional<Duration> hour = Optional.of(Duration.ofHours(1));
        Duration life = Duration.ofHours(1);
        return Stream.of(
                Arguments.of("unknown", "asks nobody", Subjects.terms(Consent.AUTOMATIC, true, life, false, hour, Metadata.MINIMAL, false, Set.of())),
                Arguments.of("unknown", "keys outlive", Subjects.terms(Consent.ASK, false, life, false, hour, Metadata.MINIMAL, false, Set.of())),
                Arguments.of("unknown", "resumes", Subjects.terms(Consent.ASK, true, life, true, hour, Metadata.MINIMAL, false, Set.of())),
                Arguments.of("unknown", "need not end", Subjects.terms(Consent.ASK, true, life, false, Optional.empty(), Metadata.MINIMAL, false, Set.of())),
                Arguments.of("unknown", "too much about files", Subjects.terms(Consent.ASK, true, life, false, hour, Metadata.TIMES, false, Set.of())),
                Arguments.of("unknown", "history", Subjects.terms(Consent.ASK, true, life, false, hour, Metadata.MINIMAL, true, Set.of())),
                Arguments.of("unknown", "allows more", Subjects.terms(Consent.ASK, true, life, false, hour, Metadata.MINIMAL, false, Set.of(Feature.REFERENCE))),
                Arguments.of("unverified", "allows more", Subjects.paired(Consent.ASK, Set.of(Feature.MOVE))),
                Arguments.of("unverified", "asks nobody", Subjects.paired(Consent.AUTOMATIC, Set.of())),
                Arguments.of("verified", "asks nobody", Subjects.paired(Consent.AUTOMATIC, Set.of())),
                Arguments.of("verified", "allows more", Subjects.paired(Consent.ASK, Set.of(Feature.SYNC))),
                Arguments.of("trusted", "last too long", Subjects.terms(Consent.ASK, false, Duration.ofHours(25), true, Optional.empty(), Metadata.FULL, true, Set.of())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("unlawful")
    void a_profile_that_gives_too_much_gives_nothing(String relationship, String fault, SessionTerms terms) {
        install(relationship, terms);
        assertThatThrownBy(() -> policy.terms(Subjects.of(relationship))).isInstanceOf(FerryException.class).hasMessageContainingAll("profile1", fault);
        assertThat(refusal(Subjects.of(relationship), Operation.OFFER)).isPresent();
        assertThat(refusal(Subjects.of(relationship), Operation.AUTO_ACCEPT)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(SecurityContext.class)
    void a_stranger_who_was_told_a_code_may_learn_times(SecurityContext context) {
        install("unknown", Subjects.terms(Consent.ASK, true, Duration.ofHours(1), false, Optional.of(Duration.ofHours(1)), Metadata.TIMES, false, Set.of()));
        boolean told = context == SecurityContext.CODE || context == SecurityContext.TICKET;
        assertThat(refusal(Subjects.stranger(context), Operation.OFFER).isEmpty()).isEqualTo(told);
    }

    @Test
    void a_profile_that_throws_or_says_nothing_gives_nothing() {
        policy.putProfile(subject -> {
            throw new IllegalStateException("on purpose");
        }, properties(1, 0, "trusted"));
        assertThat(refusal(Subjects.of("trusted"), Operation.OFFER)).get().satisfies(problem -> assertThat(problem.message()).contains("profile1", "gives no terms"));
        policy.putProfile(subject -> null, properties(2, 0, "verified"));
        assertThat(refusal(Subjects.of("verified"), Operation.OFFER)).get().satisfies(problem -> assertThat(problem.message()).contains("profile2", "gives no terms"));
    }
}
