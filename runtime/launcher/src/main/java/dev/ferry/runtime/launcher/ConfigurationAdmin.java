package dev.ferry.runtime.launcher;

import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Makes the framework's configurations equal to the file's: what the file no longer names is removed. The service's types belong to a bundle that this class cannot see, so it is
 * called by name.
 */
final class ConfigurationAdmin {
    private static final String SERVICE = "org.osgi.service.cm.ConfigurationAdmin";
    private static final String ANY_LOCATION = "?";
    /** Marks what came from the file: configurations of other origin are left alone. */
    private static final String ORIGIN = "ferry.origin";

    private ConfigurationAdmin() { }

    /** @return false where the feature has no such service and there is something to configure */
    static boolean update(BundleContext context, Map<String, Map<String, Object>> wanted) throws ReflectiveOperationException {
        Optional<ServiceReference<?>> found = ByName.find(context, SERVICE);
        if (found.isEmpty()) {
            return wanted.isEmpty();
        }
        ServiceReference<?> reference = found.get();
        Object admin = context.getService(reference);
        try {
            Class<?> type = admin.getClass().getClassLoader().loadClass(SERVICE);
            Set<String> kept = new HashSet<>();
            for (Map.Entry<String, Map<String, Object>> entry : wanted.entrySet()) {
                Object configuration = find(type, admin, entry.getKey());
                kept.add((String) call(configuration, "getPid"));
                Dictionary<String, Object> values = new Hashtable<>(entry.getValue());
                values.put(ORIGIN, "file");
                configurationType(configuration).getMethod("updateIfDifferent", Dictionary.class).invoke(configuration, values);
            }
            Object[] stored = (Object[]) type.getMethod("listConfigurations", String.class).invoke(admin, "(" + ORIGIN + "=file)");
            for (Object configuration : stored == null ? new Object[0] : stored) {
                if (!kept.contains((String) call(configuration, "getPid"))) {
                    call(configuration, "delete");
                }
            }
            return true;
        } finally {
            context.ungetService(reference);
        }
    }

    private static Object find(Class<?> type, Object admin, String pid) throws ReflectiveOperationException {
        int tilde = pid.indexOf('~');
        return tilde < 0 ? type.getMethod("getConfiguration", String.class, String.class).invoke(admin, pid, ANY_LOCATION)
                : type.getMethod("getFactoryConfiguration", String.class, String.class, String.class)
                        .invoke(admin, pid.substring(0, tilde), pid.substring(tilde + 1), ANY_LOCATION);
    }

    private static Object call(Object configuration, String method) throws ReflectiveOperationException {
        return configurationType(configuration).getMethod(method).invoke(configuration);
    }

    /** The implementing class is not public; its interface is. */
    private static Class<?> configurationType(Object configuration) {
        return Arrays.stream(configuration.getClass().getInterfaces()).filter(i -> i.getName().equals("org.osgi.service.cm.Configuration")).findFirst().orElseThrow();
    }
}
