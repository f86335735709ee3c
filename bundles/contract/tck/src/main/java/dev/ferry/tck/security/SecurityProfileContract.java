package dev.ferry.tck.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Feature;
import dev.ferry.model.SessionTerms.Metadata;
import dev.ferry.spi.security.SecurityProfile;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract of {@link SecurityProfile}: rules P1 to P16. Rules about a relationship that the profile does not govern are about nothing and pass. */
public abstract class SecurityProfileContract {
    private static final Duration LONGEST_LINK = Duration.ofHours(24);
    private static final long MOST_LINK_BYTES = 64L * 1024 * 1024 * 1024;
    private static final int THREADS = 4;
    private static final int MANY = 10_000;
    /** For all of {@link #MANY} on each thread: generous for a lookup, far too short for input or output. */
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    private final SecurityProfile profile;
    private final Set<String> governed;

    /**
     * @param profile       as it is without configuration
     * @param relationships what its {@link dev.ferry.spi.security.Governs} says
     */
    protected SecurityProfileContract(SecurityProfile profile, String... relationships) {
        this.profile = profile;
        this.governed = Set.of(relationships);
    }

    @Test
    @DisplayName("P1 governs at least one relationship, and none that does not exist")
    void p1_governs_what_exists() {
        assertThat(governed).isNotEmpty().isSubsetOf(Relationships.GOVERNABLE);
    }

    @TestFactory
    @DisplayName("P2 has terms for every device of a relationship that it governs")
    Stream<DynamicTest> p2_has_terms_for_what_it_governs() {
        return each(governed, terms -> assertThat(terms).isNotNull());
    }

    @TestFactory
    @DisplayName("P3 refuses every other relationship, a blocked one always")
    Stream<DynamicTest> p3_refuses_what_it_does_not_govern() {
        return Relationships.all().filter(other -> !governed.contains(other.governedBy())).map(other -> DynamicTest.dynamicTest(other.governedBy(),
                () -> assertThatThrownBy(() -> profile.terms(other)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(other.governedBy())));
    }

    @TestFactory
    @DisplayName("P4 gives the same terms for the same relationship")
    Stream<DynamicTest> p4_stable() {
        return devices(governed).map(device -> DynamicTest.dynamicTest(device.toString(), () -> assertThat(profile.terms(device)).isEqualTo(profile.terms(device))));
    }

    @TestFactory
    @DisplayName("P5 is not moved by what a device says about itself, nor by how near it is")
    Stream<DynamicTest> p5_not_talked_into_anything() {
        Stream<Stream<DeviceRelationship>> alike = governed.stream().flatMap(name -> name.equals("unknown")
                ? Stream.of(SecurityContext.values()).map(context -> Relationships.unknown(context).stream()) : Stream.of(Relationships.of(name).stream()));
        return alike.map(devices -> DynamicTest.dynamicTest("alike", () -> assertThat(devices.map(profile::terms).distinct()).hasSize(1)));
    }

    @TestFactory
    @DisplayName("P6 asks a person about everything that does not come from a trusted device")
    Stream<DynamicTest> p6_asks() {
        return each(Set.of("unknown", "unverified", "verified"), terms -> assertThat(terms.consent()).isEqualTo(Consent.ASK));
    }

    @TestFactory
    @DisplayName("P7 an unknown device gets throwaway keys")
    Stream<DynamicTest> p7_throwaway_keys() {
        return each(Set.of("unknown"), terms -> assertThat(terms.keys().throwaway()).isTrue());
    }

    @TestFactory
    @DisplayName("P8 an unknown device leaves no history")
    Stream<DynamicTest> p8_no_history() {
        return each(Set.of("unknown"), terms -> assertThat(terms.history()).isFalse());
    }

    @TestFactory
    @DisplayName("P9 an unknown device's transfer is not resumable unless that is agreed at its consent")
    Stream<DynamicTest> p9_no_resume() {
        return each(Set.of("unknown"), terms -> assertThat(terms.resumable()).isFalse());
    }

    @TestFactory
    @DisplayName("P10 an unknown device's transfer ends by itself")
    Stream<DynamicTest> p10_ends() {
        return each(Set.of("unknown"), terms -> assertThat(terms.timeout()).hasValueSatisfying(timeout -> assertThat(timeout).isPositive()));
    }

    @TestFactory
    @DisplayName("P11 a stranger found by discovery learns names and contents alone, one who was told a code times at most")
    Stream<DynamicTest> p11_metadata() {
        return devices(Set.of("unknown")).map(DeviceRelationship.Unknown.class::cast).map(device -> DynamicTest.dynamicTest(device.context().name(), () -> {
            boolean told = device.context() == SecurityContext.CODE || device.context() == SecurityContext.TICKET;
            assertThat(profile.terms(device).metadata()).isLessThanOrEqualTo(told ? Metadata.TIMES : Metadata.MINIMAL);
        }));
    }

    @TestFactory
    @DisplayName("P12 an unknown or unverified device copies and does no more")
    Stream<DynamicTest> p12_no_features() {
        return each(Set.of("unknown", "unverified"), terms -> assertThat(terms.features()).isEmpty());
    }

    @TestFactory
    @DisplayName("P13 only a trusted device syncs")
    Stream<DynamicTest> p13_no_sync() {
        return each(Set.of("unknown", "unverified", "verified"), terms -> assertThat(terms.features()).doesNotContain(Feature.SYNC));
    }

    @TestFactory
    @DisplayName("P14 a paired device's link is replaced after a day or 64 GiB at the latest")
    Stream<DynamicTest> p14_links_end() {
        return each(Set.of("trusted", "verified", "unverified"), terms -> {
            assertThat(terms.keys().throwaway()).isFalse();
            assertThat(terms.keys().linkLife()).isPositive().isLessThanOrEqualTo(LONGEST_LINK);
            assertThat(terms.keys().linkBytes()).isBetween(1L, MOST_LINK_BYTES);
        });
    }

    @TestFactory
    @DisplayName("P15 limits that are there are positive, and the terms bear a name")
    Stream<DynamicTest> p15_sane() {
        return each(governed, terms -> {
            assertThat(terms.profile()).matches("[a-z0-9.-]{1,64}");
            terms.bytesPerSecond().ifPresent(limit -> assertThat(limit).isPositive());
            terms.maxFileBytes().ifPresent(limit -> assertThat(limit).isPositive());
            terms.compressFrom().ifPresent(from -> assertThat(from).isNotNegative());
        });
    }

    @Test
    @DisplayName("P16 answers at once, several threads at the same time")
    void p16_at_once() throws Exception {
        List<DeviceRelationship> devices = devices(governed).toList();
        List<SessionTerms> alone = devices.stream().map(profile::terms).toList();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Boolean>> same = Stream.generate(() -> threads.submit(() -> {
                boolean always = true;
                for (int i = 0; i < MANY; i++) {
                    always &= profile.terms(devices.get(i % devices.size())).equals(alone.get(i % devices.size()));
                }
                return always;
            })).limit(THREADS).toList();
            for (Future<Boolean> one : same) {
                assertThat(one.get(IN_TIME.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Stream<DeviceRelationship> devices(Set<String> relationships) {
        return relationships.stream().filter(governed::contains).sorted().flatMap(name -> Relationships.of(name).stream());
    }

    private Stream<DynamicTest> each(Set<String> relationships, Consumer<SessionTerms> rule) {
        return devices(relationships).map(device -> DynamicTest.dynamicTest(device.governedBy(), () -> rule.accept(profile.terms(device))));
    }
}
