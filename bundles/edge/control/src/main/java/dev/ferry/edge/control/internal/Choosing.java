package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceFilter;
import dev.ferry.api.ShareTarget.Auto;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a request says about devices that it does not name: {@code only}, texts of the form {@code KEY=VALUE}, and {@code prefer}. */
final class Choosing {
    private static final Set<String> RELATIONSHIPS = Set.of("trusted", "verified", "unverified", "unknown", "blocked");

    private Choosing() { }

    static Auto auto(Arguments arguments) throws FerryException {
        return new Auto(arguments.constant(Auto.Preference.class, "prefer").orElse(Auto.Preference.BEST), filter(arguments));
    }

    /** Values of one key are alternatives; what a device must be able to do is all of them. */
    static DeviceFilter filter(Arguments arguments) throws FerryException {
        Set<DeviceKind> kinds = EnumSet.noneOf(DeviceKind.class);
        Set<String> relationships = new HashSet<>();
        Set<String> methods = new HashSet<>();
        Set<String> capabilities = new HashSet<>();
        Optional<String> name = Optional.empty();
        for (String only : arguments.texts("only")) {
            int equals = only.indexOf('=');
            String key = equals < 0 ? "" : only.substring(0, equals);
            String value = only.substring(equals + 1).strip();
            if (value.isEmpty()) {
                throw bad(only);
            }
            switch (key) {
                case "type" -> kinds.add(kind(value));
                case "trust" -> relationships.add(relationship(value));
                case "method" -> methods.add(value);
                case "can" -> capabilities.add(value);
                case "name" -> name = Optional.of(value);
                default -> throw bad(only);
            }
        }
        return new DeviceFilter(kinds, relationships, methods, capabilities, name);
    }

    private static DeviceKind kind(String value) throws FerryException {
        return Stream.of(DeviceKind.values()).filter(k -> Views.lower(k).equals(value.toLowerCase(Locale.ROOT))).findFirst().orElseThrow(() ->
                new FerryException(new Problem.BadRequest("There is no type of device \"" + value + "\". Types are " + Stream.of(DeviceKind.values()).map(Views::lower)
                        .collect(Collectors.joining(", ")) + ".")));
    }

    private static String relationship(String value) throws FerryException {
        if (!RELATIONSHIPS.contains(value)) {
            throw new FerryException(new Problem.BadRequest("There is no relationship \"" + value + "\". It is one of " + String.join(", ", RELATIONSHIPS.stream().sorted().toList()) + "."));
        }
        return value;
    }

    private static FerryException bad(String only) {
        return new FerryException(new Problem.BadRequest("\"" + only + "\" does not say which devices are meant. Write KEY=VALUE with one of the keys "
                + String.join(", ", List.of("type", "trust", "method", "can", "name")) + ", for example trust=trusted."));
    }
}
