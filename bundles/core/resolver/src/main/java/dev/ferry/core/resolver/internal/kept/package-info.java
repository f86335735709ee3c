/** What is remembered of paired devices from one start to the next. */
package dev.ferry.core.resolver.internal.kept;
