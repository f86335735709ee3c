package dev.ferry.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a person is shown before consenting. All text is escaped: safe for a terminal, a log and a page.
 *
 * @param id           of the offer; answers name it, and the share that receives it has the same
 * @param from         who offers
 * @param senderLabel  what the sender calls itself, as far as it lets itself be known; never identifies
 * @param checkWords   four words that both people compare; empty where the identity was verified otherwise
 * @param message      at most 4 KiB
 * @param count        files and folders
 * @param totalBytes   padded for drops
 * @param items        the first entries, at most 1,000
 * @param freeBytes    at the destination
 * @param expires      when it counts as rejected
 * @param moves        the sender deletes what has arrived
 * @param warnings     for a person: a stranger that calls itself like a paired device
 */
public record OfferView(UUID id, DeviceRelationship from, String senderLabel, List<String> checkWords, Optional<String> message, long count,
                        long totalBytes, List<Item> items, OptionalLong freeBytes, Instant expires, boolean moves, List<String> warnings) {

    /**
     * One offered file or folder.
     *
     * @param index     place in the manifest
     * @param path      escaped relative path
     * @param extension the real extension, apart from the stem, so that no name can disguise it
     * @param folder    whether it is a folder
     * @param bytes     its length
     */
    public record Item(long index, String path, String extension, boolean folder, long bytes) { }

    public OfferView {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(from, "from");
        checkWords = List.copyOf(checkWords);
        items = List.copyOf(items);
        warnings = List.copyOf(warnings);
    }

    /** Of files that stay at the sender, with nothing to warn of. */
    public OfferView(UUID id, DeviceRelationship from, String senderLabel, List<String> checkWords, Optional<String> message, long count, long totalBytes,
                     List<Item> items, OptionalLong freeBytes, Instant expires) {
        this(id, from, senderLabel, checkWords, message, count, totalBytes, items, freeBytes, expires, false, List.of());
    }
}
