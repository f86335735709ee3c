/**
 * The rules of a transport, as tests. A vendor's test class extends {@link dev.ferry.tck.transport.TransportContract}, or
 * {@link dev.ferry.tck.transport.TlsOverTcpContract} where the transport is TLS over TCP, and consists of one constructor:
 * {@snippet :
 * class CarrierTest extends TransportContract {
 *     CarrierTest() {
 *         super("carrier", CarrierTransport::new);
 *     }
 * }
 * }
 * Each rule has a number, T1 to T37, which the plugin guide lists beside the test's name. All are MUST.
 */
package dev.ferry.tck.transport;
