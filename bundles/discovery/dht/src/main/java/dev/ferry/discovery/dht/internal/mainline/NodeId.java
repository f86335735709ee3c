package dev.ferry.discovery.dht.internal.mainline;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/** An address in the key space of the DHT: of a node or of an item. 160 bits; distance is exclusive or (BEP 5). */
public final class NodeId {
    public static final int LENGTH = 20;
    private static final int[] MASK_4 = {0x03, 0x0f, 0x3f, 0xff};
    private static final int[] MASK_6 = {0x01, 0x03, 0x07, 0x0f, 0x1f, 0x3f, 0x7f, 0xff};

    private final byte[] bytes;

    private NodeId(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param bytes {@link #LENGTH} of them */
    public static NodeId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("An id has 20 bytes, not " + bytes.length);
        }
        return new NodeId(bytes.clone());
    }

    public static NodeId random(RandomGenerator random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new NodeId(bytes);
    }

    /** An id that a node at this address may have (BEP 42). */
    public static NodeId at(InetAddress address, RandomGenerator random) {
        NodeId id = random(random);
        int prefix = prefix(address, id.bytes[LENGTH - 1]);
        id.bytes[0] = (byte) (prefix >> 24);
        id.bytes[1] = (byte) (prefix >> 16);
        id.bytes[2] = (byte) (prefix >> 8 & 0xf8 | id.bytes[2] & 0x07);
        return id;
    }

    /** Whether a node at this address may have this id (BEP 42): its first 21 bits follow from the address. Nodes of local networks may have any. */
    public boolean fits(InetAddress address) {
        if (Addresses.isLocal(address)) {
            return true;
        }
        int prefix = prefix(address, bytes[LENGTH - 1]);
        return bytes[0] == (byte) (prefix >> 24) && bytes[1] == (byte) (prefix >> 16) && (bytes[2] & 0xf8) == (prefix >> 8 & 0xf8);
    }

    private static int prefix(InetAddress address, byte last) {
        byte[] ip = address.getAddress();
        int[] mask = ip.length == 4 ? MASK_4 : MASK_6;
        byte[] masked = new byte[mask.length];
        for (int i = 0; i < mask.length; i++) {
            masked[i] = (byte) (ip[i] & mask[i]);
        }
        masked[0] |= (byte) ((last & 0x07) << 5);
        CRC32C crc = new CRC32C();
        crc.update(masked, 0, masked.length);
        return (int) crc.getValue();
    }

    /** Nearest to this one first. */
    public Comparator<NodeId> byDistance() {
        return (a, b) -> {
            for (int i = 0; i < LENGTH; i++) {
                int difference = ((a.bytes[i] ^ bytes[i]) & 0xff) - ((b.bytes[i] ^ bytes[i]) & 0xff);
                if (difference != 0) {
                    return difference;
                }
            }
            return 0;
        };
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeId id && Arrays.equals(id.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
