package dev.ferry.spi.transport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** The static facts of a transport plugin: service properties {@code ferry.transport.*} and the capability {@code dev.ferry.transport}. */
@ComponentPropertyType
@Capability(namespace = "dev.ferry.transport", attribute = "id=${#id}")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface TransportMethod {
    String PREFIX_ = "ferry.transport.";

    /** {@code [a-z0-9-]{1,32}}, the name of the folder and of {@link dev.ferry.model.Route#transport()}. */
    String id();

    /** Higher is preferred among routes of equal proximity. */
    int rank() default 0;
}
