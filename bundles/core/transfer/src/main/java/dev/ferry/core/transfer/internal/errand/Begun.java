package dev.ferry.core.transfer.internal.errand;

import com.google.protobuf.ByteString;
import java.util.Objects;

/**
 * How a share was offered: under this identity its receiver knows it, and goes on without asking again.
 *
 * @param transfer its id on the wire
 * @param seed     of its checks
 * @param what     digest of everything that was offered: the identity holds for nothing else
 * @param blockBytes in blocks of which size: what has come is kept by it
 */
public record Begun(ByteString transfer, ByteString seed, ByteString what, int blockBytes) {
    public Begun {
        Objects.requireNonNull(transfer, "transfer");
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(what, "what");
    }
}
