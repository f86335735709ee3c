/** The record by which devices find and recognise each other: {@code PROTOCOL.md}, section "Adverts". */
package dev.ferry.core.resolver.internal.advert;
