package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.DeviceView;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.resolver.Targets.Target;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.DeviceRelationship.Unknown;
import dev.ferry.model.FerryException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TwoDevicesTest {
    private final SettableTime time = new SettableTime();
    private final Square square = new Square();
    private final Person annesPerson = new Person("anne");
    private final Person bobsPerson = new Person("bob");
    private Resident anne;
    private Resident bob;

    @BeforeEach
    void meet() {
        anne = resident(annesPerson, "192.0.2.1:47900");
        bob = resident(bobsPerson, "192.0.2.2:47900");
    }

    private Resident resident(Person person, String address) {
        Resident resident = new Resident(person, time, new SameThread());
        square.welcome(resident);
        resident.listensAt(address);
        time.advance(Resident.A_MOMENT);
        return resident;
    }

    @Test
    void says_nothing_while_there_is_nobody_to_say_it_to() {
        assertThat(square.spoken).isEmpty();
    }

    @Test
    void a_visible_stranger_is_shown_with_its_name_and_its_routes() {
        bob.neighbourhood.devices().showToStrangers(Duration.ofMinutes(10));
        time.advance(Resident.A_MOMENT);

        List<DeviceView> seen = anne.neighbourhood.devices().devices();
        assertThat(seen).singleElement().satisfies(view -> {
            assertThat(view.name()).isEqualTo("bob");
            assertThat(view.relationship()).isInstanceOf(Unknown.class);
            assertThat(view.routes()).singleElement().satisfies(r -> {
                assertThat(r.route().address()).isEqualTo("192.0.2.2:47900");
                assertThat(r.foundBy()).isEqualTo("square");
            });
        });
        assertThat(bob.names()).isEmpty();
    }

    @Test
    void visibility_ends_with_its_time() {
        bob.neighbourhood.devices().showToStrangers(Duration.ofMinutes(10));
        time.advance(Duration.ofMinutes(10).plus(Resident.A_MOMENT));

        assertThat(square.spoken).isEmpty();
        assertThat(anne.names()).isEmpty();
        assertThat(bob.neighbourhood.devices().visibleUntil()).isEmpty();
    }

    @Test
    void a_pair_recognises_each_other_though_neither_is_visible() throws FerryException {
        Person.pair(annesPerson, bobsPerson);
        time.advance(Resident.A_MOMENT);

        assertThat(anne.neighbourhood.devices().devices()).singleElement().satisfies(view -> {
            assertThat(view.name()).isEqualTo("bob");
            assertThat(view.key()).isEqualTo(bobsPerson.id().hex());
            assertThat(((Paired) view.relationship()).status()).isInstanceOf(ConnectionStatus.Discovered.class);
        });
        assertThat(bob.names()).containsExactly("anne");
        Target target = anne.neighbourhood.resolve(new ShareTarget.DeviceIdentifier("BOB"));
        assertThat(target.relationship()).isInstanceOf(Paired.class);
        assertThat(target.routes()).containsExactly(Resident.route("192.0.2.2:47900"));
    }

    @Test
    void who_shows_a_code_is_found_by_its_nameplate() throws Exception {
        bob.showsCode(7);
        time.advance(Resident.A_MOMENT);

        assertThat(bob.neighbourhood.devices().visibleUntil()).isPresent();
        assertThat(anne.names()).containsExactly("bob");
    }
}
