package dev.ferry.core.runtime.internal;

import dev.ferry.core.runtime.Home;
import dev.ferry.model.FerryException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The home as a service. */
@Component(service = Home.class)
public final class HomeComponent extends FrameworkHome {
    @Activate
    public HomeComponent(BundleContext context) throws FerryException {
        super(context::getProperty);
    }
}
