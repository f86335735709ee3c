package dev.ferry.spi.discovery;

import dev.ferry.model.Proximity;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The static facts of a discovery plugin: service properties {@code ferry.discovery.id} and so on, and the capability {@code dev.ferry.discovery} that a
 * feature can require when it is resolved. Ids are registered in {@code bundles/REGISTRY.md}; {@code ferry-} is reserved.
 */
@ComponentPropertyType
@Capability(namespace = "dev.ferry.discovery", attribute = "id=${#id}")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface DiscoveryMethod {
    String PREFIX_ = "ferry.discovery.";

    /** {@code [a-z0-9-]{1,32}}, the name of the folder. */
    String id();

    /** How near what it finds is, before anything is measured. */
    Proximity proximity() default Proximity.LAN;
}
