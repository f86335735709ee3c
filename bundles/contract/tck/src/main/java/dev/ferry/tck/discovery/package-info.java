/** The contract tests for discovery plugins, and fakes to try the core with. */
package dev.ferry.tck.discovery;
