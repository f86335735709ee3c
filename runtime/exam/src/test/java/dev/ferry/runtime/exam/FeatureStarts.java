package dev.ferry.runtime.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import dev.ferry.api.DeviceService;
import dev.ferry.api.NodeStatus;
import dev.ferry.api.PairingService;
import dev.ferry.api.ShareService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import javax.inject.Inject;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Inside the framework: everything is active and serves. Each subclass names a feature. */
public abstract class FeatureStarts {
    @Inject
    protected BundleContext context;
    /** Pax Exam waits for these, so that they are there is part of the test. */
    @Inject
    protected ShareService shares;
    @Inject
    protected PairingService pairing;
    @Inject
    protected DeviceService devices;

    /** Ids of the plugins that this feature must have. */
    protected abstract List<String> plugins();

    @Test
    public void everyBundleIsActive() {
        List<String> others = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (bundle.getState() != (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) {
                others.add(bundle.getSymbolicName() + " " + bundle.getState());
            }
        }
        assertEquals(List.of(), others);
    }

    @Test
    public void thePluginsServe() {
        NodeStatus status = devices.status();
        TreeSet<String> there = new TreeSet<>();
        status.plugins().forEach(p -> there.add(p.role() + "/" + p.id()));
        assertTrue(there + " has all of " + plugins(), there.containsAll(plugins()));
        assertTrue("an empty list of shares", shares.shares().isEmpty());
        assertTrue("our own symbolic names", Arrays.stream(context.getBundles()).anyMatch(b -> b.getSymbolicName().equals("dev.ferry.core.transfer")));
    }
}
