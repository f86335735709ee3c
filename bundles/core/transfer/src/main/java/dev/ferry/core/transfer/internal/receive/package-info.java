/**
 * The one way that received bytes reach a disk, whatever the mode.
 *
 * <p>A {@link dev.ferry.core.transfer.internal.receive.ReceiveFolder} holds the folder open and reaches everything in it through directory handles, one
 * component at a time and never through a symbolic link, so that nothing swapped in between leads outside. Bytes go to a
 * {@link dev.ferry.core.transfer.internal.receive.PartFile} in a hidden directory of the same file system;
 * {@link dev.ferry.core.transfer.internal.receive.GroupCommit} makes them durable, gives them their name without replacing anything, makes the name durable,
 * and only then tells the caller.
 */
package dev.ferry.core.transfer.internal.receive;
