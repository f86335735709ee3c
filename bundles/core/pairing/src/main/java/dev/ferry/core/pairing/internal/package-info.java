/** How a relationship is made and ended. */
package dev.ferry.core.pairing.internal;
