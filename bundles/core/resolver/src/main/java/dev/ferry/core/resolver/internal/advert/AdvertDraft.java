package dev.ferry.core.resolver.internal.advert;

import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.resolver.internal.advert.SignedAdvert.Shown;
import dev.ferry.model.Route;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What this device wants to say, before it is signed. Padding and random order hide how many pairs and networks a device has.
 *
 * @param issued     later than in any earlier record of the same epoch
 * @param nameplates of codes shown now; beyond 8 the rest is left out
 * @param routes     best first; beyond 30 (14 beside more than 32 pairs) the rest is left out
 * @param shown      empty while not visible
 */
public record AdvertDraft(Instant issued, List<Integer> nameplates, List<Route> routes, Optional<Shown> shown) {
    private static final int[] TAG_SIZES = {8, 16, 32, 64};
    private static final int[] COVER_SIZES = {8, 16, 32};
    /** With the most tags the record has no room for more: 774 of 800 bytes. */
    private static final int[] COVER_SIZES_BESIDE_MANY_TAGS = {8, 16};

    public AdvertDraft {
        Objects.requireNonNull(issued, "issued");
        Objects.requireNonNull(shown, "shown");
        nameplates = List.copyOf(nameplates);
        routes = List.copyOf(routes);
    }

    /** Makes the tags of a record, at most 64. */
    @FunctionalInterface
    public interface Tags {
        List<byte[]> of(long epoch, byte[] salt, byte[] publicKey);
    }

    /** The record. */
    public byte[] sign(Throwaways.Epoch epoch, Tags tags, SecureRandom random) {
        byte[] publicKey = epoch.publicKey();
        byte[] salt = random(random, SignedAdvert.SALT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(SignedAdvert.VERSION);
        out.writeBytes(publicKey);
        out.write(ByteBuffer.allocate(Long.BYTES).putLong(issued.toEpochMilli()).array(), 2, 6);
        out.writeBytes(salt);
        int tagCount = padded(out, tags.of(SignedAdvert.epoch(issued), salt, publicKey), TAG_SIZES, SignedAdvert.TAG, random);
        int[] coverSizes = tagCount == SignedAdvert.MAX_TAGS ? COVER_SIZES_BESIDE_MANY_TAGS : COVER_SIZES;
        List<Integer> plates = new TreeSet<>(nameplates).stream().limit(SignedAdvert.MAX_NAMEPLATES).toList();
        out.write(plates.size());
        plates.forEach(plate -> out.writeBytes(u16(plate)));
        padded(out, RouteCover.covered(routes).stream().map(route -> RouteCover.hash(publicKey, salt, route)).toList(), coverSizes, RouteCover.LENGTH, random);
        out.write(shown.isPresent() ? 1 : 0);
        shown.ifPresent(s -> write(out, s));
        byte[] body = out.toByteArray();
        byte[] message = ByteBuffer.allocate(SignedAdvert.LABEL.length + body.length).put(SignedAdvert.LABEL).put(body).array();
        out.writeBytes(epoch.sign(message));
        return out.toByteArray();
    }

    private static int padded(ByteArrayOutputStream out, List<byte[]> pieces, int[] sizes, int length, SecureRandom random) {
        int size = sizes[0];
        for (int i = 1; size < pieces.size() && i < sizes.length; i++) {
            size = sizes[i];
        }
        List<byte[]> all = new ArrayList<>(pieces.subList(0, Math.min(size, pieces.size())));
        while (all.size() < size) {
            all.add(random(random, length));
        }
        Collections.shuffle(all, random);
        out.write(size);
        all.forEach(out::writeBytes);
        return size;
    }

    private static void write(ByteArrayOutputStream out, Shown shown) {
        out.write(shown.kind().ordinal() + 1);
        text(out, cut(shown.name(), SignedAdvert.MAX_NAME));
        text(out, capabilities(shown));
    }

    /** Whole names only. */
    private static byte[] capabilities(Shown shown) {
        StringBuilder text = new StringBuilder();
        for (String name : new TreeSet<>(shown.capabilities().names())) {
            if (text.length() + 1 + name.length() <= SignedAdvert.MAX_CAPABILITIES) {
                text.append(text.isEmpty() ? "" : " ").append(name);
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** As many whole characters as fit. */
    private static byte[] cut(String text, int most) {
        int end = text.length();
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > most) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).getBytes(StandardCharsets.UTF_8);
    }

    private static void text(ByteArrayOutputStream out, byte[] text) {
        out.write(text.length);
        out.writeBytes(text);
    }

    private static byte[] u16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    private static byte[] random(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
