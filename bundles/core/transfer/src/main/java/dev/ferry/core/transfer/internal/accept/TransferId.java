package dev.ferry.core.transfer.internal.accept;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** The 16 random bytes that name a transfer, over all its connections. */
record TransferId(ByteString bytes) {
    static final int LENGTH = 16;

    String hex() {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
