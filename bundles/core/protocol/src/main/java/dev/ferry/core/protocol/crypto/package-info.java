/**
 * The cryptographic steps of the protocol as values and state machines: bytes in, bytes out, no socket, no thread, no
 * clock. Only standard parts, and those only from the JDK: X25519, Ed25519, HMAC and HKDF with SHA-256, SHA-512.
 *
 * <p>How a link is authenticated, always inside TLS and over one {@code Transcript}:
 * <ul>
 * <li>{@code PairedAuth}: two devices that know each other;
 * <li>{@code CodeAuth}: two strangers with a typed code or a ticket, then
 *     {@code IdentityExchange} where the code is for pairing;
 * <li>{@code CheckWords}: two strangers whose persons compare words.
 * </ul>
 *
 * <p>The state machines are not thread-safe; each serves one link. They wipe their secrets when they end, well or
 * badly, and are closed when a link dies half-way. Values ({@code Ticket}, {@code PairingCode} and the like) say so
 * where they hold a secret.
 */
@Export(attribute = {"dev.ferry.layer=core", "mandatory:=dev.ferry.layer"})
@Version("0.1.0")
package dev.ferry.core.protocol.crypto;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
