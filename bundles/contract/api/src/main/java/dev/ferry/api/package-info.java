/**
 * What an application calls: share, discover, pair, follow, answer.
 *
 * <p><b>Who implements.</b> The core; {@link dev.ferry.api.PluginService} the plugin folder of the edge. <b>Who calls.</b> Applications and Ferry's own edges: command line, web page, shell. Each service comes and goes with the core
 * bundle behind it; an application binds it dynamically.
 * <p><b>Threads.</b> Any thread. Calls return soon unless their documentation says that they block. Listeners run on a core thread that serves only them, in order; a
 * slow one loses progress events, never a final one.
 * <p><b>Version promise.</b> Interfaces here are {@code @ProviderType}: they may grow in a minor version. Sealed families and enums grow only in a major one.
 */
@Export
@Version("1.5.0")
package dev.ferry.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
