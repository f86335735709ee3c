/**
 * The one place that answers "may this device do this?" and hands out the terms of a relationship. Implemented here; asked by every core bundle for
 * every operation, from any thread; answers at once.
 */
@Export(attribute = {"dev.ferry.layer=core", "mandatory:=dev.ferry.layer"})
@Version("0.1.0")
package dev.ferry.core.policy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
