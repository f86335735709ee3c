/** The share manager, sessions, resume journal and recovery. */
package dev.ferry.core.transfer.internal;
