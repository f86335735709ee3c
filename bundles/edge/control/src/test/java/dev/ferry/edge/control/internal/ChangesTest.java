package dev.ferry.edge.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.DeviceView;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Proximity;
import dev.ferry.model.SecurityContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final DevicesVerb.Changes changes = new DevicesVerb.Changes();

    @Test
    void each_difference_is_told_once() {
        DeviceView anna = device("anna", "Anna");
        DeviceView ben = device("ben", "Ben");

        assertThat(changes.next(List.of(anna, ben))).extracting(DevicesVerb.Changes.Change::what).containsExactly("appeared", "appeared");
        assertThat(changes.next(List.of(anna, ben))).isEmpty();
        assertThat(changes.next(List.of(anna, device("ben", "Benjamin")))).extracting(DevicesVerb.Changes.Change::what).containsExactly("changed");
        assertThat(changes.next(List.of(anna))).extracting(c -> c.what() + " " + c.device().name()).containsExactly("gone Benjamin");
    }

    private static DeviceView device(String key, String name) {
        return new DeviceView(key, name, new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, SecurityContext.NONE), List.of(), Optional.empty(), List.of());
    }
}
