/** What a plugin implements: discovery, transport, security, policy. */
package dev.ferry.spi;
