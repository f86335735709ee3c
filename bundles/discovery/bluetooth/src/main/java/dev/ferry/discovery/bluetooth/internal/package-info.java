/** Devices within reach of the radio. */
package dev.ferry.discovery.bluetooth.internal;
