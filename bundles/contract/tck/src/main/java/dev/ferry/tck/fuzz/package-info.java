/** Changed inputs for whatever reads what others wrote: see {@link dev.ferry.tck.fuzz.Fuzz}. */
package dev.ferry.tck.fuzz;
