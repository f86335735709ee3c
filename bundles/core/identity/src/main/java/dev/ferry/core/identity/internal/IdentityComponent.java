package dev.ferry.core.identity.internal;

import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.core.runtime.Home;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** This home's identity as a service; a guest gets one that nobody will meet again. */
@Component(service = DeviceIdentity.class, configurationPid = "dev.ferry.core.identity")
public final class IdentityComponent extends Identity {
    /** Configuration {@code dev.ferry.core.identity}. */
    @interface Config {
        /** What this device is called; empty is its host name. */
        String name() default "";

        /** {@code desktop}, {@code laptop}, {@code phone}, {@code tablet}, {@code server}, {@code appliance} or {@code other}. */
        String kind() default "desktop";
    }

    @Activate
    public IdentityComponent(Config config, @Reference Home home) throws FerryException {
        super(keys(home), DeviceName.of(config.name()), kind(config.kind()));
    }

    private static Ed25519Keys keys(Home home) throws FerryException {
        SecureRandom random = new SecureRandom();
        return home.guest() ? Ed25519Keys.generate(random) : keys(home.state(), random);
    }

    static DeviceKind kind(String configured) throws FerryException {
        try {
            return DeviceKind.valueOf(configured.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new FerryException(new Problem.BadConfiguration("identity.kind", "identity.kind is one of "
                    + Arrays.toString(DeviceKind.values()).toLowerCase(Locale.ROOT) + ", not \"" + configured + "\"."));
        }
    }

    @Deactivate
    void deactivate() {
        close();
    }
}
