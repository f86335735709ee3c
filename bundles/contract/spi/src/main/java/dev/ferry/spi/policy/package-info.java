/**
 * What an organisation forbids. A policy rule can veto what a relationship would allow, and can never grant anything.
 *
 * <p><b>Who implements.</b> Plugins: {@link dev.ferry.spi.policy.PolicyRule}. <b>Who calls.</b> The core's one policy object, for each operation.
 * <p><b>Threads.</b> Any thread, several at once; must answer within 100 ms. A rule that throws or is late counts as a veto with its name.
 * <p><b>Version promise.</b> Plugin interfaces grow by default methods only. The numbered rules are in {@code bundles/contract/spi/README.md}.
 */
@Export
@Version("1.0.0")
package dev.ferry.spi.policy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
