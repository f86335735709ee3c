package dev.ferry.core.transfer.internal.receive;

import java.util.Objects;

/**
 * Whose unfinished files are kept when the process or the connection ends: a transfer of a paired device. Strangers own none.
 *
 * @param device   its id, hexadecimal
 * @param transfer id of the transfer, hexadecimal
 * @param manifest its hash, hexadecimal
 */
public record PartsOwner(String device, String transfer, String manifest) {
    public PartsOwner {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(transfer, "transfer");
        Objects.requireNonNull(manifest, "manifest");
    }
}
