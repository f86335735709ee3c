/**
 * How bytes travel. A transport makes encrypted links between two devices and knows nothing of who they are.
 *
 * <p><b>Who implements.</b> Plugins: {@link dev.ferry.spi.transport.Transport}. The core: {@link dev.ferry.spi.transport.LinkSink} and the credentials.
 * <p><b>Who calls.</b> The core's link bundle calls transports; transports call the sink.
 * <p><b>Threads.</b> {@code connect} blocks the calling core thread and is cancelled by interrupting it; several may run at once. The sink may be called from
 * any thread and returns at once.
 * <p><b>Version promise.</b> Plugin interfaces grow by default methods only. The numbered rules are in {@code bundles/contract/spi/README.md}.
 */
@Export
@Version("1.1.0")
package dev.ferry.spi.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
