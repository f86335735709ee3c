/** Who may send or receive how much and when, among the transfers of this device. Knows neither the wire nor the disk, and makes no thread: whoever must wait is told for how long. */
package dev.ferry.core.transfer.internal.pace;
