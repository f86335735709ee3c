/** The one place that answers whether a device may do something. */
package dev.ferry.core.policy.internal;
