/**
 * How a device is found. A discovery plugin reports what it sees and announces what it is handed; it decides nothing.
 *
 * <p><b>Who implements.</b> Plugins: {@link dev.ferry.spi.discovery.DiscoveryProvider}, and {@link dev.ferry.spi.discovery.Advertiser} where the
 * method can announce. The core: {@link dev.ferry.spi.discovery.SightingSink}, {@link dev.ferry.spi.discovery.Rendezvous},
 * {@link dev.ferry.spi.discovery.Scans}.
 * <p><b>Who calls.</b> The core's resolver calls plugins; plugins call the sink.
 * <p><b>Threads.</b> Every call into a plugin comes on a core thread that may block, one call at a time per plugin. The sink may be called from any
 * thread and never blocks.
 * <p><b>Version promise.</b> Plugin interfaces grow by default methods only. The numbered rules are in {@code bundles/contract/spi/README.md}.
 */
@Export
@Version("1.3.0")
package dev.ferry.spi.discovery;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
