package dev.ferry.runtime.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import dev.ferry.api.DeviceService;
import dev.ferry.api.DeviceView;
import dev.ferry.model.Registration;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** A discovery bundle is installed into a running system, is used, and is taken away; nothing else notices. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ProviderComesAndGoesTest {
    private static final String FIXED = "dev.ferry.discovery.fixed";
    private static final int SECONDS = 5;

    @Inject
    private BundleContext context;
    @Inject
    private DeviceService devices;
    @Inject
    private ConfigurationAdmin configurations;

    @Configuration
    public Option[] framework() throws IOException {
        return new Option[] {Distribution.feature("base", FIXED), frameworkProperty("test.fixed.jar").value(Distribution.jar(FIXED).toUri().toString())};
    }

    @Test
    public void itsDevicesComeAndGoWithIt() throws Exception {
        configurations.getConfiguration(FIXED, "?").update(new Hashtable<>(Map.of("hosts", new String[] {"kitchen=127.0.0.1:47999"})));
        BlockingQueue<List<DeviceView>> told = new LinkedBlockingQueue<>();
        Map<Long, String> before = services();
        try (Registration following = devices.follow(told::add)) {
            Bundle fixed = context.installBundle("reference:" + context.getProperty("test.fixed.jar"));
            fixed.start();
            awaitDevices(told, list -> list.stream().anyMatch(d -> d.name().equals("kitchen")));
            assertTrue(devices.status().plugins().stream().anyMatch(p -> p.id().equals("fixed")));

            fixed.uninstall();
            awaitDevices(told, list -> list.stream().noneMatch(d -> d.name().equals("kitchen")));
            assertTrue(devices.status().plugins().stream().noneMatch(p -> p.id().equals("fixed")));
        }
        assertEquals("no other component was started again", before, services());
    }

    private static void awaitDevices(BlockingQueue<List<DeviceView>> told, Predicate<List<DeviceView>> wanted) throws InterruptedException {
        List<DeviceView> list = told.poll(SECONDS, TimeUnit.SECONDS);
        while (list != null && !wanted.test(list)) {
            list = told.poll(SECONDS, TimeUnit.SECONDS);
        }
        assertTrue("told within " + SECONDS + " s", list != null);
    }

    /** Service ids are never reused: a component that was activated again has another one. */
    private Map<Long, String> services() {
        Map<Long, String> services = new TreeMap<>();
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(null, "(component.name=*)");
            for (ServiceReference<?> service : all) {
                services.put((Long) service.getProperty(Constants.SERVICE_ID), (String) service.getProperty("component.name"));
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return services;
    }
}
