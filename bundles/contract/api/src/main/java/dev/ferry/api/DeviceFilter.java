package dev.ferry.api;

import dev.ferry.model.Advert;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.DeviceRelationship.Unknown;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which devices are meant. Each part that is not empty must fit; an empty filter fits every device. What a device says about itself is a hint here as everywhere.
 *
 * @param kinds         one of these, as the device says
 * @param relationships one of {@code trusted verified unverified unknown blocked}
 * @param methods       found by one of these discovery plugins, by their ids
 * @param capabilities  all of these
 * @param name          a part of the name, whatever its case
 */
public record DeviceFilter(Set<DeviceKind> kinds, Set<String> relationships, Set<String> methods, Set<String> capabilities, Optional<String> name)
        implements Predicate<DeviceView> {
    public static final DeviceFilter ALL = new DeviceFilter(Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty());

    public DeviceFilter {
        kinds = Set.copyOf(kinds);
        relationships = Set.copyOf(relationships);
        methods = Set.copyOf(methods);
        capabilities = Set.copyOf(capabilities);
        Objects.requireNonNull(name, "name");
    }

    /** Of devices that can do all of these. */
    public static DeviceFilter capable(Set<String> capabilities) {
        return new DeviceFilter(Set.of(), Set.of(), Set.of(), capabilities, Optional.empty());
    }

    @Override
    public boolean test(DeviceView device) {
        return mismatch(device).isEmpty();
    }

    /** Why a device does not fit, in words that follow its name; empty where it fits. */
    public Optional<String> mismatch(DeviceView device) {
        if (name.isPresent() && !folded(device.name()).contains(folded(name.get()))) {
            return Optional.of("not called " + name.get());
        }
        String relationship = device.relationship().governedBy();
        if (!relationships.isEmpty() && !relationships.contains(relationship)) {
            return Optional.of(relationship + ", not " + either(relationships));
        }
        if (!kinds.isEmpty() && device.kind().filter(kinds::contains).isEmpty()) {
            Set<String> wanted = new TreeSet<>();
            kinds.forEach(k -> wanted.add(folded(k.name())));
            return Optional.of("not known to be a " + either(wanted));
        }
        if (!methods.isEmpty() && device.routes().stream().noneMatch(r -> methods.contains(r.foundBy()))) {
            return Optional.of("not found by " + either(methods));
        }
        TreeSet<String> missing = new TreeSet<>(capabilities);
        missing.removeAll(capabilities(device).names());
        return missing.isEmpty() ? Optional.empty() : Optional.of("not known to support " + String.join(", ", missing));
    }

    private static Capabilities capabilities(DeviceView device) {
        return device.relationship() instanceof Paired paired ? paired.capabilities()
                : device.relationship() instanceof Unknown unknown ? unknown.advert().map(Advert::capabilities).orElse(Capabilities.NONE) : Capabilities.NONE;
    }

    private static String either(Set<String> words) {
        return String.join(" or ", new TreeSet<>(words));
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
