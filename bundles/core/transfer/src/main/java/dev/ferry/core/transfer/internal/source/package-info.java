/** What is sent: walking files and folders without following links, and reading files that must not change meanwhile. */
package dev.ferry.core.transfer.internal.source;
