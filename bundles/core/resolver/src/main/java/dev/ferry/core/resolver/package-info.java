/**
 * From what a person means to a relationship and routes, for core siblings. Implemented here; any thread may call; only methods that say so block.
 */
@Export(attribute = {"dev.ferry.layer=core", "mandatory:=dev.ferry.layer"})
@Version("0.1.0")
package dev.ferry.core.resolver;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
