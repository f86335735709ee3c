/**
 * The words every part of Ferry shares: devices, relationships, routes, links, terms and problems.
 *
 * <p><b>Who implements.</b> Transports implement {@link dev.ferry.model.Link} and {@link dev.ferry.model.Channel}; everything else here is
 * a value that the core or a plugin creates.
 * <p><b>Who calls.</b> Everyone. This package depends on the JDK alone.
 * <p><b>Threads.</b> Values are immutable and may be shared. {@code Link} and {@code Channel} state their own rules.
 * <p><b>Version promise.</b> Stricter than the version tool's: a new constant of an enum, a new subtype of a sealed family and a new component
 * of a record are major changes, because plugins switch over the one and construct the other. New default methods on
 * {@code @ConsumerType}s are minor.
 */
@Export
@Version("1.1.0")
package dev.ferry.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
