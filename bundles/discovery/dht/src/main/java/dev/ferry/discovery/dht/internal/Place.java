package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Item;
import dev.ferry.discovery.dht.internal.mainline.Keys;
import dev.ferry.spi.discovery.Advertisement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where a secret leads within one hour: a key of the DHT, and a seal for what lies there. Hours of one secret have nothing in common for whoever does not know it.
 *
 * <pre>
 * PRK  = HMAC-SHA-256(32 zero bytes, secret)
 * seed = HMAC-SHA-256(PRK, "ferry-dht-sign-v1" ‖ u64 hour ‖ 1)    of the Ed25519 key
 * seal = HMAC-SHA-256(PRK, "ferry-dht-seal-v1" ‖ u64 hour ‖ 1)    of AES-256-GCM
 * value = nonce (12, random) ‖ AES-GCM(seal, nonce, plaintext, "ferry-dht-record-v1" ‖ Ed25519 public key)
 * </pre>
 *
 * (that is HKDF with an empty salt, RFC 5869.) A value has always 996 bytes.
 */
final class Place implements Board {
    /** A clock may be wrong by so much on each side, and two devices still meet. */
    static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final int NONCE = 12;
    private static final int TAG = 16;
    /** What fits under the seal. */
    static final int ROOM = Item.MAX_VALUE - NONCE - TAG;
    private static final long HOUR = 3600;
    private static final byte[] RECORD = ascii("ferry-dht-record-v1");
    private static final byte[] SIGN = ascii("ferry-dht-sign-v1");
    private static final byte[] SEAL = ascii("ferry-dht-seal-v1");

    private final Keys keys;
    private final byte[] seal;

    private Place(Keys keys, byte[] seal) {
        this.keys = keys;
        this.seal = seal;
    }

    /** The hours that matter now: this one, and near its edge the neighbour. */
    static Set<Long> hours(Instant now) {
        return new TreeSet<>(List.of(Math.floorDiv(now.minus(OVERLAP).getEpochSecond(), HOUR), Math.floorDiv(now.plus(OVERLAP).getEpochSecond(), HOUR)));
    }

    static Place of(byte[] secret, long hour) {
        byte[] extracted = hmac(new byte[32], secret);
        byte[] seed = derive(extracted, SIGN, hour);
        try {
            return new Place(Keys.of(seed), derive(extracted, SEAL, hour));
        } finally {
            Arrays.fill(extracted, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] derive(byte[] extracted, byte[] label, long hour) {
        return hmac(extracted, ByteBuffer.allocate(label.length + Long.BYTES + 1).put(label).putLong(hour).put((byte) 1).array());
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC", e);
        }
    }

    @Override
    public Keys keys() {
        return keys;
    }

    @Override
    public byte[] publicKey() {
        return keys.publicKey();
    }

    @Override
    public long number(Instant now) {
        return now.toEpochMilli();
    }

    @Override
    public byte[] write(Instant now, List<Advertisement> advertisements, SecureRandom random) {
        byte[] plaintext = Contents.encode(now, advertisements);
        try {
            return seal(plaintext, random);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    @Override
    public Optional<Contents> read(Item item) {
        return open(item.value()).flatMap(Contents::decode);
    }

    /** @param plaintext {@link #ROOM} bytes */
    byte[] seal(byte[] plaintext, SecureRandom random) {
        if (plaintext.length != ROOM) {
            throw new IllegalArgumentException("What is sealed has " + ROOM + " bytes, so that its length says nothing");
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            return ByteBuffer.allocate(Item.MAX_VALUE).put(nonce).put(cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plaintext)).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-GCM", e);
        }
    }

    /** @return empty where the seal is broken or another's */
    Optional<byte[]> open(byte[] value) {
        if (value.length != Item.MAX_VALUE) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(value, NONCE)).doFinal(value, NONCE, value.length - NONCE));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(seal, "AES"), new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(RECORD);
        cipher.updateAAD(keys.publicKey());
        return cipher;
    }

    /** Not usable afterwards. The JDK keeps a copy of the signing key until it is collected. */
    @Override
    public void wipe() {
        Arrays.fill(seal, (byte) 0);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
