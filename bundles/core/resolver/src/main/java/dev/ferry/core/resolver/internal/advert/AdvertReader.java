package dev.ferry.core.resolver.internal.advert;

import dev.ferry.core.protocol.crypto.Ed25519;
import dev.ferry.core.resolver.internal.advert.SignedAdvert.Shown;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.PeerText;
import dev.ferry.spi.discovery.Advertisement;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a record that anybody may have made. Every count is checked against what the format allows and what is there before anything is allocated. */
final class AdvertReader {
    private static final DeviceKind[] KINDS = DeviceKind.values();

    /** The bytes are not a record; never leaves this class. */
    private static final class NotARecord extends Exception {
        private static final long serialVersionUID = 1L;

        NotARecord() {
            super("not a record", null, false, false);
        }
    }

    private final ByteBuffer in;

    private AdvertReader(ByteBuffer in) {
        this.in = in;
    }

    static Optional<SignedAdvert> read(byte[] record) {
        if (record.length > Advertisement.MAX_RECORD || record.length < Ed25519.SIGNATURE_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AdvertReader(ByteBuffer.wrap(record, 0, record.length - Ed25519.SIGNATURE_LENGTH)).advert(record.clone()));
        } catch (NotARecord e) {
            return Optional.empty();
        }
    }

    private SignedAdvert advert(byte[] record) throws NotARecord {
        require(u8() == SignedAdvert.VERSION);
        byte[] publicKey = bytes(Ed25519.KEY_LENGTH);
        Instant issued = Instant.ofEpochMilli((long) u16() << 32 | (long) u16() << 16 | u16());
        byte[] salt = bytes(SignedAdvert.SALT);
        int tagCount = u8();
        require(tagCount == 8 || tagCount == 16 || tagCount == 32 || tagCount == SignedAdvert.MAX_TAGS);
        List<byte[]> tags = pieces(tagCount, SignedAdvert.TAG);
        List<Integer> nameplates = nameplates();
        int coverCount = u8();
        require(coverCount == 8 || coverCount == 16 || coverCount == 32);
        List<byte[]> cover = pieces(coverCount, RouteCover.LENGTH);
        int visible = u8();
        require(visible <= 1);
        Optional<Shown> shown = visible == 1 ? Optional.of(shown()) : Optional.empty();
        require(!in.hasRemaining());
        return new SignedAdvert(record, publicKey, issued, salt, tags, nameplates, cover, shown);
    }

    private List<Integer> nameplates() throws NotARecord {
        int count = u8();
        require(count <= SignedAdvert.MAX_NAMEPLATES);
        Set<Integer> nameplates = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            int nameplate = u16();
            require(nameplate <= SignedAdvert.MAX_NAMEPLATE && nameplates.add(nameplate));
        }
        return List.copyOf(nameplates);
    }

    private Shown shown() throws NotARecord {
        int kind = u8();
        String name = text(1, SignedAdvert.MAX_NAME);
        String text = text(0, SignedAdvert.MAX_CAPABILITIES);
        List<String> capabilities = text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
        require(capabilities.stream().distinct().count() == capabilities.size());
        try {
            return new Shown(PeerText.escape(name, SignedAdvert.MAX_NAME), kind >= 1 && kind <= KINDS.length ? KINDS[kind - 1] : DeviceKind.OTHER,
                    new Capabilities(Set.copyOf(capabilities)));
        } catch (IllegalArgumentException e) {
            throw new NotARecord();
        }
    }

    private String text(int least, int most) throws NotARecord {
        int length = u8();
        require(length >= least && length <= most);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(length))).toString();
        } catch (CharacterCodingException e) {
            throw new NotARecord();
        }
    }

    private List<byte[]> pieces(int count, int length) throws NotARecord {
        require(in.remaining() >= count * length);
        List<byte[]> pieces = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pieces.add(bytes(length));
        }
        return pieces;
    }

    private byte[] bytes(int length) throws NotARecord {
        require(in.remaining() >= length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private int u8() throws NotARecord {
        require(in.hasRemaining());
        return in.get() & 0xff;
    }

    private int u16() throws NotARecord {
        require(in.remaining() >= 2);
        return in.getShort() & 0xffff;
    }

    private static void require(boolean holds) throws NotARecord {
        if (!holds) {
            throw new NotARecord();
        }
    }
}
