/** Test vectors that other implementations read. */
package dev.ferry.tck.vector;
