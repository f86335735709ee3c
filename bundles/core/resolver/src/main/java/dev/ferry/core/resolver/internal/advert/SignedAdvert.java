package dev.ferry.core.resolver.internal.advert;

import dev.ferry.core.protocol.crypto.Ed25519;
import dev.ferry.core.protocol.crypto.Hash;
import dev.ferry.model.Advert;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.Route;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A record that a device announces, signed by the throwaway key of its discovery epoch. Big-endian, at most 800 bytes:
 *
 * <pre>
 * u8   version = 1
 * 32   public key, Ed25519
 * u48  issued, milliseconds since 1970-01-01T00:00Z
 * 8    salt, random for each record
 * u8   t, number of tags: 8, 16, 32 or 64
 * 6·t  tags, in random order; the ones of no pair are random
 * u8   p, number of nameplates: 0 to 8
 * 2·p  nameplates of codes shown now, 0 to 999
 * u8   c, number of covered routes: 8, 16 or 32; at most 16 with 64 tags
 * 8·c  their salted hashes, in random order; the ones of no route are random
 * u8   visible: 0 or 1; if 1
 *   u8      kind, {@link DeviceKind} from 1 in the order of its constants; what is not known is OTHER
 *   u8 ‖ n  name: 1 to 64 bytes UTF-8
 *   u8 ‖ n  capabilities: at most 64 bytes ASCII, separated by spaces
 * 64   signature over "ferry-advert-v1" ‖ everything before it
 * </pre>
 *
 * <p>Tag = first 6 bytes of HMAC-SHA-256(K, u64 epoch ‖ salt ‖ public key), epoch = floor(issued / 15 min), K = HMAC-SHA-256(K_disc of the pair,
 * "ferry-advert-tag-v1" ‖ device id of the advertiser). The epoch is that of the signed time, so nobody has to guess it; the public key makes a tag that was copied
 * into another record worthless; the advertiser's id makes a device's own tag mean nothing to itself.
 *
 * <p>Covered route = first 8 bytes of SHA-256("ferry-advert-route-v1" ‖ public key ‖ salt ‖ u8 length ‖ transport ‖ address), address = 4 or 6 ‖ IP address ‖ u16 port, or
 * 0 ‖ text for what is no IP address.
 *
 * <p>Values of this class have the right form. Whether the signature holds is asked by {@link #isGenuine}.
 */
public final class SignedAdvert {
    /** {@link #epoch} counts these. */
    public static final Duration EPOCH = Duration.ofMinutes(15);
    static final byte VERSION = 1;
    static final int SALT = 8;
    static final int TAG = 6;
    static final int MAX_TAGS = 64;
    static final int MAX_NAMEPLATES = 8;
    static final int MAX_NAMEPLATE = 999;
    static final int MAX_NAME = 64;
    static final int MAX_CAPABILITIES = 64;
    static final byte[] LABEL = "ferry-advert-v1".getBytes(StandardCharsets.US_ASCII);

    /** What only a visible device says; text is escaped. */
    public record Shown(String name, DeviceKind kind, Capabilities capabilities) {
        public Shown {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(capabilities, "capabilities");
        }
    }

    private final byte[] record;
    private final byte[] publicKey;
    private final String key;
    private final Instant issued;
    private final byte[] salt;
    private final List<byte[]> tags;
    private final List<Integer> nameplates;
    private final List<byte[]> cover;
    private final Optional<Shown> shown;

    SignedAdvert(byte[] record, byte[] publicKey, Instant issued, byte[] salt, List<byte[]> tags, List<Integer> nameplates, List<byte[]> cover, Optional<Shown> shown) {
        this.record = record;
        this.publicKey = publicKey;
        this.key = key(publicKey);
        this.issued = issued;
        this.salt = salt;
        this.tags = List.copyOf(tags);
        this.nameplates = List.copyOf(nameplates);
        this.cover = List.copyOf(cover);
        this.shown = shown;
    }

    /** @return empty unless every byte is as the format says; the signature is not looked at */
    public static Optional<SignedAdvert> parse(byte[] record) {
        return AdvertReader.read(record);
    }

    /** The key by which an advert is known: hexadecimal SHA-256 of the throwaway public key. */
    public static String key(byte[] publicKey) {
        return HexFormat.of().formatHex(Hash.sha256(publicKey));
    }

    /** Whether the holder of the key signed exactly this. */
    public boolean isGenuine() {
        int body = record.length - Ed25519.SIGNATURE_LENGTH;
        byte[] message = Arrays.copyOf(LABEL, LABEL.length + body);
        System.arraycopy(record, 0, message, LABEL.length, body);
        return Ed25519.verify(publicKey, message, Arrays.copyOfRange(record, body, record.length));
    }

    /** Whether the signature covers this route. */
    public boolean covers(Route route) {
        return RouteCover.holds(cover, publicKey, salt, route);
    }

    /**
     * What is known of it.
     *
     * @param covered the covered ones of the routes by which it was seen
     */
    public Advert advert(List<Route> covered) {
        return new Advert(key, shown.map(Shown::name), shown.map(Shown::kind).orElse(DeviceKind.OTHER), shown.map(Shown::capabilities).orElse(Capabilities.NONE),
                nameplates.isEmpty() ? OptionalInt.empty() : OptionalInt.of(nameplates.get(0)), issued, covered);
    }

    /** The record. A fresh array. */
    public byte[] record() {
        return record.clone();
    }

    /** Hexadecimal SHA-256 of the throwaway key. */
    public String key() {
        return key;
    }

    public Instant issued() {
        return issued;
    }

    public List<Integer> nameplates() {
        return nameplates;
    }

    public Optional<Shown> shown() {
        return shown;
    }

    byte[] publicKey() {
        return publicKey;
    }

    byte[] salt() {
        return salt;
    }

    List<byte[]> tags() {
        return tags;
    }

    long epoch() {
        return epoch(issued);
    }

    static long epoch(Instant issued) {
        return Math.floorDiv(issued.getEpochSecond(), EPOCH.toSeconds());
    }
}
