/**
 * Starts a device from a directory of bundles: in the daemon's process, or inside the command for one transfer. Plain Java on the class path, beside the framework.
 */
package dev.ferry.runtime.launcher;
