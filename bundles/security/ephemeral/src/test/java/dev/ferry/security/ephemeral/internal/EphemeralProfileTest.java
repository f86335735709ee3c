package dev.ferry.security.ephemeral.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Metadata;
import dev.ferry.security.ephemeral.internal.EphemeralSettings.Promises;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EphemeralProfileTest {

    @ParameterizedTest
    @EnumSource(SecurityContext.class)
    void gives_every_stranger_exactly_what_the_design_promises(SecurityContext context) throws FerryException {
        SessionTerms terms = EphemeralProfile.of(EphemeralSettings.DEFAULT).terms(stranger(context));
        assertThat(terms.profile()).isEqualTo("ephemeral");
        assertThat(terms.consent()).isEqualTo(Consent.ASK);
        assertThat(terms.keys()).isEqualTo(new SessionTerms.Keys(true, Duration.ofHours(1), Long.MAX_VALUE));
        assertThat(terms.resumable()).isFalse();
        assertThat(terms.chunking()).isEqualTo(new SessionTerms.Chunking(false, 1024 * 1024, 1024 * 1024));
        assertThat(terms.streams()).isOne();
        assertThat(terms.compressFrom()).isEmpty();
        assertThat(terms.maxFileBytes()).hasValue(5_368_709_120L);
        assertThat(terms.timeout()).hasValue(Duration.ofSeconds(3600));
        assertThat(terms.history()).isFalse();
        assertThat(terms.features()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = SecurityContext.class, names = {"CODE", "TICKET"}, mode = EnumSource.Mode.EXCLUDE)
    void a_stranger_found_by_discovery_is_slow_and_learns_little(SecurityContext context) throws FerryException {
        SessionTerms terms = EphemeralProfile.of(EphemeralSettings.DEFAULT).terms(stranger(context));
        assertThat(terms.bytesPerSecond()).hasValue(10 * 1024 * 1024);
        assertThat(terms.metadata()).isEqualTo(Metadata.MINIMAL);
    }

    @ParameterizedTest
    @EnumSource(value = SecurityContext.class, names = {"CODE", "TICKET"})
    void whoever_was_told_the_secret_has_full_speed_and_learns_times(SecurityContext context) throws FerryException {
        SessionTerms terms = EphemeralProfile.of(EphemeralSettings.DEFAULT).terms(stranger(context));
        assertThat(terms.bytesPerSecond()).isEmpty();
        assertThat(terms.metadata()).isEqualTo(Metadata.TIMES);
    }

    @Test
    void lets_the_owner_choose_amounts() throws FerryException {
        EphemeralProfile profile = EphemeralProfile.of(new EphemeralSettings(Promises.KEPT, 0, 1_000, 0, 24 * 60, 4, 64 * 1024, Metadata.MINIMAL));
        assertThat(profile.terms(stranger(SecurityContext.WORDS)).bytesPerSecond()).isEmpty();
        SessionTerms terms = profile.terms(stranger(SecurityContext.CODE));
        assertThat(terms.bytesPerSecond()).hasValue(1_000);
        assertThat(terms.maxFileBytes()).isEmpty();
        assertThat(terms.timeout()).hasValue(Duration.ofDays(1));
        assertThat(terms.streams()).isEqualTo(4);
        assertThat(terms.chunking().largest()).isEqualTo(64 * 1024);
        assertThat(terms.metadata()).isEqualTo(Metadata.MINIMAL);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("requireExplicitConsent", new Promises(false, true, true, false, false), "unknown-consent"),
                Arguments.of("perfectForwardSecrecy", new Promises(true, false, true, false, false), "unknown-throwaway-keys"),
                Arguments.of("autoDeleteKeys", new Promises(true, true, false, false, false), "unknown-throwaway-keys"),
                Arguments.of("history", new Promises(true, true, true, true, false), "unknown-no-history"),
                Arguments.of("resumable", new Promises(true, true, true, false, true), "unknown-no-resume"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void refuses_to_break_a_promise_and_names_its_rule(String key, Promises promises, String rule) {
        EphemeralSettings d = EphemeralSettings.DEFAULT;
        assertRefused(new EphemeralSettings(promises, d.bytesPerSecond(), 0, d.maxFileBytes(), 60, 1, d.chunkBytes(), Metadata.TIMES), key, rule);
    }

    @Test
    void refuses_permissions_to_strangers() throws FerryException {
        EphemeralSettings d = EphemeralSettings.DEFAULT;
        assertRefused(new EphemeralSettings(Promises.KEPT, 0, 0, 0, 60, 1, d.chunkBytes(), EphemeralProfile.metadata("full")), "codeMetadata", "unknown-metadata");
        assertThatThrownBy(() -> EphemeralProfile.metadata("some")).isInstanceOf(FerryException.class).hasMessageContaining("minimal or times");
    }

    static Stream<Arguments> senseless() {
        return Stream.of(
                Arguments.of("bytesPerSecond", new EphemeralSettings(Promises.KEPT, -1, 0, 0, 60, 1, 65536, Metadata.TIMES)),
                Arguments.of("codeBytesPerSecond", new EphemeralSettings(Promises.KEPT, 0, -1, 0, 60, 1, 65536, Metadata.TIMES)),
                Arguments.of("maxFileBytes", new EphemeralSettings(Promises.KEPT, 0, 0, -1, 60, 1, 65536, Metadata.TIMES)),
                Arguments.of("timeoutMinutes", new EphemeralSettings(Promises.KEPT, 0, 0, 0, 0, 1, 65536, Metadata.TIMES)),
                Arguments.of("timeoutMinutes", new EphemeralSettings(Promises.KEPT, 0, 0, 0, 24 * 60 + 1, 1, 65536, Metadata.TIMES)),
                Arguments.of("streams", new EphemeralSettings(Promises.KEPT, 0, 0, 0, 60, 5, 65536, Metadata.TIMES)),
                Arguments.of("chunkBytes", new EphemeralSettings(Promises.KEPT, 0, 0, 0, 60, 1, 65535, Metadata.TIMES)),
                Arguments.of("chunkBytes", new EphemeralSettings(Promises.KEPT, 0, 0, 0, 60, 1, 65536 + 1, Metadata.TIMES)));
    }

    @ParameterizedTest
    @MethodSource("senseless")
    void refuses_amounts_that_make_no_sense(String key, EphemeralSettings settings) {
        assertRefused(settings, key, key + " is ");
    }

    private static DeviceRelationship stranger(SecurityContext context) {
        return new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, context);
    }

    private static void assertRefused(EphemeralSettings settings, String key, String why) {
        assertThatThrownBy(() -> EphemeralProfile.of(settings)).isInstanceOfSatisfying(FerryException.class, refused ->
                assertThat(refused.problem()).isInstanceOfSatisfying(Problem.BadConfiguration.class, problem -> {
                    assertThat(problem.key()).isEqualTo("dev.ferry.security.ephemeral/" + key);
                    assertThat(problem.message()).contains(why);
                }));
    }
}
