package dev.ferry.security.verified.internal;

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

class VerifiedProfileTest {
    private static final SessionTerms.Keys AN_HOUR = new SessionTerms.Keys(false, Duration.ofHours(1), 64L * 1024 * 1024 * 1024);

    @Test
    void gives_a_verified_device_exactly_what_the_design_promises() throws FerryException {
        SessionTerms terms = VerifiedProfile.of(VerifiedSettings.DEFAULT).terms(device(TrustLevel.VERIFIED));
        assertThat(terms.profile()).isEqualTo("verified");
        assertThat(terms.consent()).isEqualTo(Consent.ASK);
        assertThat(terms.keys()).isEqualTo(AN_HOUR);
        assertThat(terms.resumable()).isTrue();
        assertThat(terms.chunking()).isEqualTo(new SessionTerms.Chunking(true, 64 * 1024, 4 * 1024 * 1024));
        assertThat(terms.streams()).isEqualTo(4);
        assertThat(terms.compressFrom()).hasValue(50 * 1024 * 1024);
        assertThat(terms.bytesPerSecond()).isEmpty();
        assertThat(terms.maxFileBytes()).isEmpty();
        assertThat(terms.timeout()).isEmpty();
        assertThat(terms.metadata()).isEqualTo(Metadata.FULL);
        assertThat(terms.history()).isTrue();
        assertThat(terms.features()).isEmpty();
    }

    @Test
    void gives_an_unverified_device_the_secure_defaults() throws FerryException {
        SessionTerms terms = VerifiedProfile.of(VerifiedSettings.DEFAULT).terms(device(TrustLevel.UNVERIFIED));
        assertThat(terms.profile()).isEqualTo("unverified");
        assertThat(terms.consent()).isEqualTo(Consent.ASK);
        assertThat(terms.keys()).isEqualTo(AN_HOUR);
        assertThat(terms.resumable()).isTrue();
        assertThat(terms.chunking()).isEqualTo(new SessionTerms.Chunking(false, 256 * 1024, 256 * 1024));
        assertThat(terms.streams()).isEqualTo(2);
        assertThat(terms.compressFrom()).isEmpty();
        assertThat(terms.bytesPerSecond()).hasValue(10 * 1024 * 1024);
        assertThat(terms.metadata()).isEqualTo(Metadata.TIMES);
        assertThat(terms.history()).isTrue();
        assertThat(terms.features()).isEmpty();
    }

    @Test
    void what_the_owner_allows_a_verified_device_an_unverified_one_does_not_get() throws FerryException {
        VerifiedProfile profile = VerifiedProfile.of(new VerifiedSettings(Set.of(Feature.MOVE, Feature.REFERENCE), 16, 0, 0, 10, 0));
        assertThat(profile.terms(device(TrustLevel.VERIFIED)).features()).containsExactlyInAnyOrder(Feature.MOVE, Feature.REFERENCE);
        assertThat(profile.terms(device(TrustLevel.UNVERIFIED)).features()).isEmpty();
        assertThat(profile.terms(device(TrustLevel.UNVERIFIED)).streams()).isEqualTo(2);
    }

    @Test
    void refuses_sync_by_the_name_of_the_rule() {
        assertRefused(new VerifiedSettings(Set.of(Feature.SYNC), 4, 0, 0, 60, 0), "features", "verified-no-sync");
    }

    @Test
    void refuses_keys_that_live_longer_than_an_hour_and_senseless_numbers() {
        assertRefused(new VerifiedSettings(Set.of(), 4, 0, 0, 61, 0), "linkLifeMinutes", "61");
        assertRefused(new VerifiedSettings(Set.of(), 0, 0, 0, 60, 0), "streams", "0");
        assertRefused(new VerifiedSettings(Set.of(), 4, 0, -5, 60, 0), "bytesPerSecond", "-5");
        assertRefused(new VerifiedSettings(Set.of(), 4, 0, 0, 60, -5), "unverifiedBytesPerSecond", "-5");
    }

    private static DeviceRelationship device(TrustLevel trust) {
        return new DeviceRelationship.Paired(new DeviceId("1".repeat(64)), "Laptop", trust, new ConnectionStatus.Offline(Optional.empty(), Optional.empty()),
                Capabilities.NONE);
    }

    private static void assertRefused(VerifiedSettings settings, String key, String why) {
        assertThatThrownBy(() -> VerifiedProfile.of(settings)).isInstanceOfSatisfying(FerryException.class, refused ->
                assertThat(refused.problem()).isInstanceOfSatisfying(Problem.BadConfiguration.class, problem -> {
                    assertThat(problem.key()).isEqualTo("dev.ferry.security.verified/" + key);
                    assertThat(problem.message()).contains(why);
                }));
    }
}
