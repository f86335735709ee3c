package dev.ferry.core.transfer.internal.send;

import dev.ferry.api.ShareOptions.Compression;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.SessionTerms;

/**
 * One transfer as its sender knows it, over all connections that it takes.
 *
 * @param share    what the application sees
 * @param manifest what is offered
 * @param source   where the bytes are
 * @param offer    without stream and size of blocks; the same for every connection
 * @param receipts hears of what is durable there
 * @param settled  what the receiver has said about the entries
 * @param terms    of the relationship
 * @param compression where the terms allow it
 * @param blocks   what is offered as their size
 */
public record Outgoing(Share share, Manifest manifest, Source source, Offer offer, Settled settled, Outcome outcome, Receipts receipts,
                       Platform platform, SessionTerms terms, Compression compression, BlockSize blocks) {
}
