/**
 * The one verdict on names that come from another device, the same on every platform, in every mode and at every position of a path.
 *
 * <p>{@link dev.ferry.core.transfer.internal.names.NameRules} judges a path, {@link dev.ferry.core.transfer.internal.names.TreeNames} gives every entry of one
 * transfer a name of its own, and only here a {@link dev.ferry.core.transfer.internal.names.SafePath} is made, the one kind of path that the receive side
 * touches a disk with.
 */
package dev.ferry.core.transfer.internal.names;
