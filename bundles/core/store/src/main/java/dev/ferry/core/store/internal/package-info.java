/**
 * The embedded database. All records live in memory ({@code Database}, {@code Table}); a medium makes changes durable ({@code Disk} over {@code MvFile} and
 * {@code SafetyCopy}). So reading never touches the disk, and a disk that fails costs durability and nothing else.
 */
package dev.ferry.core.store.internal;
