/** What an application calls: share, discover, pair, follow, answer. */
package dev.ferry.api;
