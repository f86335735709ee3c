package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.EventService;
import dev.ferry.api.IdentityService;
import dev.ferry.api.InboxService;
import dev.ferry.api.PairingService;
import dev.ferry.api.PluginService;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ShareService;
import dev.ferry.api.TrustService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Listens on the control socket. Its service tells the launcher that it does, and where. */
@Component(service = Supplier.class, immediate = true, property = "ferry.endpoint=control")
public final class ControlComponent implements Supplier<Path> {
    private static final String SOCKET = "ferry.control.socket";
    /** Begins the framework properties that name the home's folders. */
    private static final String HOME = "ferry.home.";
    private static final List<String> FOLDERS = List.of("config", "state", "cache", "run", "inbox");

    private final Services services = new Services();
    private final ControlServer server;

    @Activate
    public ControlComponent(BundleContext context, @Reference(target = "(ferry.executor=io)") ExecutorService io, @Reference InstantSource clock) throws IOException {
        String socket = context.getProperty(SOCKET);
        if (socket == null) {
            throw new IllegalStateException("The framework property " + SOCKET + " says nowhere to listen");
        }
        server = new ControlServer(Path.of(socket), new Hello(version(context.getBundle().getVersion())), new Verbs(services, new DoctorVerb(services, folders(context), clock)), io, clock);
    }

    private static Map<String, Path> folders(BundleContext context) {
        Map<String, Path> folders = new HashMap<>();
        for (String name : FOLDERS) {
            Optional.ofNullable(context.getProperty(HOME + name)).map(Path::of).ifPresent(path -> folders.put(name, path));
        }
        return folders;
    }

    private static String version(Version v) {
        return v.getMajor() + "." + v.getMinor() + "." + v.getMicro() + (v.getQualifier().isEmpty() ? "" : "-" + v.getQualifier());
    }

    @Override
    public Path get() {
        return server.socket();
    }

    @Deactivate
    void deactivate() {
        server.close();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindShares(ShareService service) {
        services.add(ShareService.class, service);
    }

    void unbindShares(ShareService service) {
        services.remove(ShareService.class, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindDevices(DeviceService service) {
        services.add(DeviceService.class, service);
    }

    void unbindDevices(DeviceService service) {
        services.remove(DeviceService.class, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindPairing(PairingService service) {
        services.add(PairingService.class, service);
    }

    void unbindPairing(PairingService service) {
        services.remove(PairingService.class, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindTrust(TrustService service) {
        services.add(TrustService.class, service);
    }

    void unbindTrust(TrustService service) {
        services.remove(TrustService.class, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindIdentity(IdentityService service) {
        services.add(IdentityService.class, service);
    }

    void unbindIdentity(IdentityService service) {
        services.remove(IdentityService.class, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindInbox(InboxService service) {
        services.add(InboxService.class, service);
    }

    void unbindInbox(InboxService service) {
        services.remove(InboxService.class, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(EventService service) {
        services.add(EventService.class, service);
    }

    void unbindEvents(EventService service) {
        services.remove(EventService.class, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindReferences(ReferenceService service) {
        services.add(ReferenceService.class, service);
    }

    void unbindReferences(ReferenceService service) {
        services.remove(ReferenceService.class, service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindPlugins(PluginService service) {
        services.add(PluginService.class, service);
    }

    void unbindPlugins(PluginService service) {
        services.remove(PluginService.class, service);
    }
}
