/**
 * The clock, the named executors, the home folder and the event stream, as services. Implemented here; called by every core bundle. Executors and clock
 * are JDK types, so plugins and edges use them too.
 */
@Export(attribute = {"dev.ferry.layer=core", "mandatory:=dev.ferry.layer"})
@Version("0.1.0")
package dev.ferry.core.runtime;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
