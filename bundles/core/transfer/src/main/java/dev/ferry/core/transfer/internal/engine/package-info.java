/** From a request to a result: resolving, connecting by relationship, one link for each pair, and trying again. */
package dev.ferry.core.transfer.internal.engine;
