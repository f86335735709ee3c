package dev.ferry.discovery.bluetooth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.Test;

class LetterFuzzTest {
    /** Parts of a letter one after the other, each behind its length. */
    private static byte[] joined(List<byte[]> parts) {
        ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(part -> 2 + part.length).sum());
        parts.forEach(part -> all.putShort((short) part.length).put(part));
        return all.array();
    }

    private static List<byte[]> cut(byte[] all) {
        ByteBuffer in = ByteBuffer.wrap(all);
        List<byte[]> parts = new ArrayList<>();
        while (in.remaining() > 2) {
            byte[] part = new byte[Math.min(in.getShort() & 0xfff, in.remaining())];
            in.get(part);
            parts.add(part);
        }
        return parts;
    }

    /** What everybody who is near can put into the values that are read. */
    @Test
    void parts() {
        Fuzz.of("bluetooth-parts").like(joined(LetterTest.letter(200, "192.168.1.2:47900").parts())).like(joined(LetterTest.letter(800, "10.0.0.1:1", "[fd00::1]:2").parts()))
                .run(input -> Letter.assemble(cut(input)).forEach((tag, letter) -> assertThat(letter.beacon().tag()).hasSameSizeAs(tag)));
    }

    /** The same with the right tag, or nothing but the tag would be tried: its content. */
    @Test
    void contents() {
        byte[] bytes = LetterTest.letter(200, "192.168.1.2:47900", "[fd00::1]:47900").bytes();
        Fuzz.of("bluetooth-letters").like(bytes).run(input -> Letter.decode(input).ifPresent(letter -> {
            assertThat(letter.routes()).hasSizeLessThanOrEqualTo(16).allMatch(Endpoints::expressible);
            assertThat(Letter.assemble(letter.parts())).containsOnlyKeys(letter.beacon().tag());
        }));
    }

    private static List<Byte> boxed(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        Arrays.setAll(boxed, i -> bytes[i]);
        return List.of(boxed);
    }

    @Test
    void beacons() {
        Fuzz.of("bluetooth-beacons").like(LetterTest.letter(10, "10.0.0.1:1").beacon().encode()).run(input -> {
            Beacon.decode(boxed(input)).ifPresent(beacon -> assertThat(beacon.encode()).isEqualTo(input));
            assertThat(Values.bytes(new Variant<>(boxed(input), "ay"), 16).isPresent()).isEqualTo(input.length <= 16);
        });
    }
}
