package dev.ferry.tck.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of {@link Advertiser}: rules A1 to A10. Whether something is announced is judged by what another device of the same method sees. */
public abstract class AdvertiserContract extends DiscoveryFixture {
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    /** @param subject with {@link DiscoverySubject#announcedBy} */
    protected AdvertiserContract(DiscoverySubject subject) {
        super(subject);
    }

    @Test
    @DisplayName("A1 advertising and withdrawing return within ten seconds")
    void a1_in_time() {
        assertInTime(() -> advertise(advertisement()).close());
    }

    @Test
    @DisplayName("A2 what is announced is seen: the record byte for byte, and the port")
    void a2_seen() {
        Advertisement advertisement = advertisement();
        RecordingSink sink = new RecordingSink();
        browse(sink);

        advertise(advertisement);

        awaitShown(sink, advertisement);
        assertThat(sink.present().values()).filteredOn(sighting -> sighting.record().isPresent())
                .flatExtracting(sighting -> sighting.routes()).extracting(Route::address).anyMatch(address -> address.endsWith(":47900"));
    }

    @Test
    @DisplayName("A3 what is withdrawn is missed")
    void a3_withdrawn() {
        Advertisement advertisement = advertisement();
        RecordingSink sink = new RecordingSink();
        browse(sink);
        Registration announced = advertise(advertisement);
        awaitShown(sink, advertisement);

        announced.close();

        awaitMissed(sink, advertisement);
    }

    @Test
    @DisplayName("A4 two advertisements are independent: withdrawing one leaves the other")
    void a4_independent() {
        Advertisement leaving = advertisement();
        Advertisement staying = advertisement();
        RecordingSink sink = new RecordingSink();
        browse(sink);
        Registration announced = advertise(leaving);
        advertise(staying);
        awaitShown(sink, leaving);
        awaitShown(sink, staying);

        announced.close();

        awaitMissed(sink, leaving);
        assertThat(sink.await(A_WHILE, seen -> !seen.shows(staying.record()))).isFalse();
    }

    @Test
    @DisplayName("A5 a change is a new advertisement and the end of the old: one is seen, the other missed and does not come back")
    void a5_change() {
        Advertisement old = advertisement();
        Advertisement fresh = advertisement();
        RecordingSink sink = new RecordingSink();
        browse(sink);
        Registration announced = advertise(old);
        awaitShown(sink, old);

        advertise(fresh);
        announced.close();

        awaitShown(sink, fresh);
        awaitMissed(sink, old);
        assertThat(sink.await(A_WHILE, seen -> seen.shows(old.record()))).isFalse();
    }

    @Test
    @DisplayName("A6 an advertisement may be withdrawn twice, and at once")
    void a6_withdrawn_twice() {
        Advertisement brief = advertisement();
        Advertisement lasting = advertisement();
        RecordingSink sink = new RecordingSink();
        browse(sink);

        Registration announced = advertise(brief);
        announced.close();
        assertThatCode(announced::close).doesNotThrowAnyException();

        advertise(lasting);
        awaitShown(sink, lasting);
        awaitMissed(sink, brief);
    }

    @Test
    @DisplayName("A7 when the plugin is stopped its advertisements end, and withdrawing them afterwards does nothing")
    void a7_stopped() {
        Advertisement advertisement = advertisement();
        RecordingSink sink = new RecordingSink();
        browse(sink);
        Registration announced = advertise(advertisement);
        awaitShown(sink, advertisement);

        stop(advertiser());

        awaitMissed(sink, advertisement);
        assertThatCode(announced::close).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("A8 routes that the method cannot express are left out, and are no exception")
    void a8_foreign_routes() {
        Advertisement usual = advertisement();
        Route foreign = new Route("pigeon", "loft-7", Proximity.INTERNET);
        assertThatCode(() -> advertise(new Advertisement(usual.instance(), usual.record(), List.of(foreign))).close()).doesNotThrowAnyException();
        Advertisement mixed = new Advertisement(advertisement().instance(), usual.record(), List.of(foreign, usual.routes().get(0)));
        RecordingSink sink = new RecordingSink();
        browse(sink);

        advertise(mixed);

        awaitShown(sink, mixed);
    }

    @Test
    @DisplayName("A9 the largest record gets through")
    void a9_largest() {
        Advertisement largest = advertisement(Advertisement.MAX_RECORD);
        RecordingSink sink = new RecordingSink();
        browse(sink);

        advertise(largest);

        awaitShown(sink, largest);
    }

    @Test
    @DisplayName("A10 who looks after the announcement finds it too")
    void a10_announced_before() {
        Advertisement advertisement = advertisement();
        advertise(advertisement);
        RecordingSink first = new RecordingSink();
        Registration browsing = browse(first);
        awaitShown(first, advertisement);
        browsing.close();
        RecordingSink later = new RecordingSink();

        browse(later);

        awaitShown(later, advertisement);
    }
}
