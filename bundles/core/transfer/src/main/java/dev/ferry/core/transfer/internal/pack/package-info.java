/** Payload made smaller on its way: what pays, how it is done, and what may be believed of it. Knows the form of a frame, and neither connections nor files. Makes no thread. */
package dev.ferry.core.transfer.internal.pack;
