package dev.ferry.spi.policy;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Operation;
import dev.ferry.model.SecurityContext;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * May this device do this?
 *
 * @param subject   who, as authenticated
 * @param context   how that was verified
 * @param operation what
 * @param bytes     how much, where known
 */
public record PolicyQuestion(DeviceRelationship subject, SecurityContext context, Operation operation, OptionalLong bytes) {
    public PolicyQuestion {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(operation, "operation");
    }
}
