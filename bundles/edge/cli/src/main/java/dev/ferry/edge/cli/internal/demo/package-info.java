/** The demonstration: real devices in real processes on this machine, driven through the same command that a person types. */
package dev.ferry.edge.cli.internal.demo;
