/**
 * Authenticated connections, for core siblings. Implemented here: listening, racing of routes, authentication inside the link. Handlers of accepted
 * connections are services that siblings register.
 */
@Export(attribute = {"dev.ferry.layer=core", "mandatory:=dev.ferry.layer"})
@Version("0.1.0")
package dev.ferry.core.link;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
