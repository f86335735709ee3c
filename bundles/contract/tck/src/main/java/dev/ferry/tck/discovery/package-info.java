/**
 * The rules of a discovery plugin, as tests, and fakes to try the core with. A vendor's test class extends
 * {@link dev.ferry.tck.discovery.DiscoveryContract} and, where the plugin announces too, {@link dev.ferry.tck.discovery.AdvertiserContract}, and consists
 * of one constructor:
 * {@snippet :
 * class BeaconTest extends DiscoveryContract {
 *     BeaconTest() {
 *         super(DiscoverySubject.of(workers -> new Beacon(workers.io())).announcedBy(workers -> new Beacon(workers.io())));
 *     }
 * }
 * }
 * Each rule has a number, D1 to D14 and A1 to A10, which the plugin guide lists beside the test's name. All are MUST.
 *
 * <p>The fakes are named by their vice; {@link dev.ferry.tck.discovery.PuppetProvider} and {@link dev.ferry.tck.discovery.RecordingAdvertiser} have none.
 */
package dev.ferry.tck.discovery;
