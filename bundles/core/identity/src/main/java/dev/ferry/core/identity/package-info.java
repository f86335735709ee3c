/**
 * This device's keys and the trust store, for core siblings. Implemented here; any thread may call. Private keys and pair secrets never leave as values that
 * could be kept: they are used through functions.
 */
@Export(attribute = {"dev.ferry.layer=core", "mandatory:=dev.ferry.layer"})
@Version("0.1.0")
package dev.ferry.core.identity;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
