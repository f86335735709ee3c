/**
 * Frames and messages of the wire, for core siblings: {@code PROTOCOL.md} in code. A connection's reader is used by one thread; its writer by any.
 * Every length is checked against the phase's limit before anything is allocated.
 */
@Export(attribute = {"dev.ferry.layer=core", "mandatory:=dev.ferry.layer"})
@Version("0.1.0")
package dev.ferry.core.protocol;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
