/** One abstract contract test per plugin interface. */
package dev.ferry.tck;
