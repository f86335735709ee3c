package dev.ferry.runtime.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A jar of the distribution.
 *
 * @param fragment   it belongs to another bundle and is never started itself
 * @param provides   its Provide-Capability header, unparsed
 */
record BundleFile(Path jar, String name, Version version, boolean fragment, String provides) {

    /** @return empty for a jar that is no bundle */
    static Optional<BundleFile> read(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (name == null) {
                return Optional.empty();
            }
            String provides = headers.getValue(Constants.PROVIDE_CAPABILITY);
            return Optional.of(new BundleFile(jar, name.split(";")[0].strip(), Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION)),
                    headers.getValue(Constants.FRAGMENT_HOST) != null, provides == null ? "" : provides));
        }
    }
}
