package dev.ferry.spi.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Which relationships a profile governs: service property {@code ferry.security.relationships} and the capability {@code dev.ferry.security}. */
@ComponentPropertyType
@Capability(namespace = "dev.ferry.security", attribute = "id=${#id}")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Governs {
    String PREFIX_ = "ferry.security.";

    /** The name of the folder. */
    String id();

    /** Values of {@link dev.ferry.model.DeviceRelationship#governedBy()}. */
    String[] relationships();
}
