package dev.ferry.core.transfer.internal.send;

import com.google.protobuf.ByteString;
import dev.ferry.core.transfer.internal.source.SourceWalk;
import dev.ferry.model.Problem;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What sets a transfer apart before its files are known.
 *
 * @param transfer  its id, 16 bytes
 * @param reference which reference it is about; empty is none
 * @param walk      opens what is sent
 * @param refusal   why it may not go on, asked when it begins and when trust, rules or references changed
 */
public record Consignment(byte[] transfer, ByteString reference, Supplier<SourceWalk> walk, Supplier<Optional<Problem>> refusal) {
    /** Files that a person chose to send. */
    public static Consignment of(byte[] transfer, Supplier<SourceWalk> walk) {
        return new Consignment(transfer, ByteString.EMPTY, walk, Optional::empty);
    }
}
