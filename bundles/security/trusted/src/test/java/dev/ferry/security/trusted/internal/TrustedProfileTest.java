package dev.ferry.security.trusted.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Feature;
import dev.ferry.model.SessionTerms.Metadata;
import dev.ferry.model.TrustLevel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrustedProfileTest {
    private static final DeviceRelationship DEVICE = new DeviceRelationship.Paired(new DeviceId("1".repeat(64)), "Laptop", TrustLevel.TRUSTED,
            new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE);

    @Test
    void gives_exactly_what_the_design_promises() throws FerryException {
        SessionTerms terms = TrustedProfile.of(TrustedSettings.DEFAULT).terms(DEVICE);
        assertThat(terms.profile()).isEqualTo("trusted");
        assertThat(terms.consent()).isEqualTo(Consent.AUTOMATIC);
        assertThat(terms.keys()).isEqualTo(new SessionTerms.Keys(false, Duration.ofHours(24), 64L * 1024 * 1024 * 1024));
        assertThat(terms.resumable()).isTrue();
        assertThat(terms.chunking()).isEqualTo(new SessionTerms.Chunking(true, 64 * 1024, 4 * 1024 * 1024));
        assertThat(terms.streams()).isEqualTo(4);
        assertThat(terms.compressFrom()).hasValue(100 * 1024 * 1024);
        assertThat(terms.bytesPerSecond()).isEmpty();
        assertThat(terms.maxFileBytes()).isEmpty();
        assertThat(terms.timeout()).isEmpty();
        assertThat(terms.metadata()).isEqualTo(Metadata.FULL);
        assertThat(terms.history()).isTrue();
        assertThat(terms.features()).containsExactlyInAnyOrder(Feature.MOVE, Feature.REFERENCE, Feature.SYNC);
    }

    @Test
    void lets_the_owner_be_stricter() throws FerryException {
        SessionTerms terms = TrustedProfile.of(new TrustedSettings(false, Set.of(), 1, -1, 1_000_000, 30)).terms(DEVICE);
        assertThat(terms.consent()).isEqualTo(Consent.ASK);
        assertThat(terms.features()).isEmpty();
        assertThat(terms.streams()).isOne();
        assertThat(terms.compressFrom()).isEmpty();
        assertThat(terms.bytesPerSecond()).hasValue(1_000_000);
        assertThat(terms.keys().linkLife()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void refuses_keys_that_live_longer_than_a_day() {
        assertRefused(new TrustedSettings(true, Set.of(), 4, 0, 0, 24 * 60 + 1), "linkLifeMinutes");
    }

    @Test
    void refuses_streams_and_limits_that_make_no_sense() {
        assertRefused(new TrustedSettings(true, Set.of(), 0, 0, 0, 60), "streams");
        assertRefused(new TrustedSettings(true, Set.of(), 17, 0, 0, 60), "streams");
        assertRefused(new TrustedSettings(true, Set.of(), 4, 0, -1, 60), "bytesPerSecond");
    }

    @Test
    void names_what_features_there_are_when_one_is_misspelt() throws FerryException {
        assertThat(TrustedProfile.features("move", " SYNC ")).containsExactlyInAnyOrder(Feature.MOVE, Feature.SYNC);
        assertThatThrownBy(() -> TrustedProfile.features("snyc")).isInstanceOf(FerryException.class).hasMessageContainingAll("snyc", "MOVE, REFERENCE and SYNC");
    }

    private static void assertRefused(TrustedSettings settings, String key) {
        assertThatThrownBy(() -> TrustedProfile.of(settings)).isInstanceOfSatisfying(FerryException.class, refused ->
                assertThat(refused.problem()).isInstanceOfSatisfying(Problem.BadConfiguration.class, problem -> {
                    assertThat(problem.key()).isEqualTo("dev.ferry.security.trusted/" + key);
                    assertThat(problem.message()).contains(key);
                }));
    }
}
