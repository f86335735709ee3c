/**
 * What a relationship is promised. A security profile turns a relationship into the terms of a session.
 *
 * <p><b>Who implements.</b> Plugins: {@link dev.ferry.spi.security.SecurityProfile}. <b>Who calls.</b> The core, for each session on both sides.
 * <p><b>Threads.</b> Any thread, several at once; returns at once, does no input or output.
 * <p><b>Version promise.</b> Plugin interfaces grow by default methods only. The numbered rules are in {@code bundles/contract/spi/README.md}.
 */
@Export
@Version("1.0.0")
package dev.ferry.spi.security;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
