/** The messages of {@code ferry.proto}, generated. For core siblings. */
@Export(attribute = {"dev.ferry.layer=core", "mandatory:=dev.ferry.layer"})
@Version("0.1.0")
package dev.ferry.core.protocol.wire;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
