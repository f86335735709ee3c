package dev.ferry.edge.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.DeviceView;
import dev.ferry.api.ShareContext;
import dev.ferry.api.ShareOptions;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TrustLevel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the rules by which circumstances choose what nobody chose. */
class ContextOptionsTest {
    static DeviceRelationship relationship(String of) {
        return switch (of) {
            case "stranger" -> new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, SecurityContext.NONE);
            case "blocked" -> new DeviceRelationship.Blocked(new DeviceId("0".repeat(64)), "", Instant.EPOCH);
            default -> new DeviceRelationship.Paired(new DeviceId("0".repeat(64)), "nas", TrustLevel.valueOf(of), new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE);
        };
    }

    @ParameterizedTest
    @CsvSource({
        // other side, way, bytes, metered, low battery -> compression, priority
        "nobody, unknown, -1, false, false, AUTO, NORMAL",
        "TRUSTED, LAN, 0, false, false, AUTO, NORMAL",
        "TRUSTED, SAME_HOST, 0, false, false, OFF, NORMAL",
        "TRUSTED, SAME_HOST, 0, true, false, OFF, LOW",
        "TRUSTED, INTERNET, 0, true, false, ALWAYS, LOW",
        "VERIFIED, LAN, 0, true, false, ALWAYS, LOW",
        "VERIFIED, unknown, -1, true, false, ALWAYS, LOW",
        "UNVERIFIED, LAN, 0, true, false, AUTO, LOW",
        "stranger, LAN, 0, true, false, AUTO, LOW",
        "blocked, LAN, 0, true, false, AUTO, LOW",
        "nobody, unknown, -1, true, false, AUTO, LOW",
        "TRUSTED, LAN, 0, false, true, OFF, LOW",
        "stranger, LAN, 0, false, true, OFF, LOW",
        "TRUSTED, LAN, 0, true, true, AUTO, LOW",
        "TRUSTED, LAN, 1073741823, false, false, AUTO, NORMAL",
        "TRUSTED, LAN, 1073741824, false, false, AUTO, LOW",
        "stranger, BLUETOOTH, 9223372036854775807, false, false, AUTO, LOW",
    })
    void circumstancesChooseCompressionAndPriorityAndNothingElse(String other, String way, long bytes, boolean metered, boolean lowBattery, ShareOptions.Compression compression, ShareOptions.Priority priority) {
        ShareContext context = new ShareContext(Optional.of(other).filter(o -> !o.equals("nobody")).map(ContextOptionsTest::relationship),
                Optional.of(way).filter(w -> !w.equals("unknown")).map(Proximity::valueOf), bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes), metered, lowBattery);

        ShareOptions chosen = ShareOptions.forContext(context);

        assertThat(chosen.compression()).isEqualTo(compression);
        assertThat(chosen.priority()).isEqualTo(priority);
        ShareOptions usual = ShareOptions.DEFAULT;
        assertThat(chosen).isEqualTo(new ShareOptions(priority, usual.kind(), usual.bytesPerSecond(), usual.timeout(), usual.visibility(), usual.preserveTimes(), usual.resumable(), compression));
        assertThat(ShareOptions.forContext(context)).as("the same again").isEqualTo(chosen);
    }

    static DeviceView view(String name, String relationship, Proximity proximity) {
        return new DeviceView("0".repeat(64), name, relationship(relationship), List.of(new DeviceView.SeenRoute(new Route("tcp", "192.168.7.7:47900", proximity), "mdns", Map.of())), Optional.empty(), List.of());
    }
}
