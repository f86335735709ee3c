/**
 * The embedded database, for core siblings. Implemented here; any thread may call; nothing is durable before {@code commit} returns.
 */
@Export(attribute = {"dev.ferry.layer=core", "mandatory:=dev.ferry.layer"})
@Version("0.1.0")
package dev.ferry.core.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
