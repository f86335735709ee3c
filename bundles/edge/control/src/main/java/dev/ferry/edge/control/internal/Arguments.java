package dev.ferry.edge.control.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What a request asks for. The client is a program of this user: what does not fit is told, not repaired. */
record Arguments(JsonObject json, Path cwd) {

    Optional<String> text(String key) throws FerryException {
        JsonValue value = json.get(key);
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonString text) {
            return Optional.of(text.getString());
        }
        throw bad(key, "a text");
    }

    String need(String key) throws FerryException {
        return text(key).orElseThrow(() -> bad(key, "a text"));
    }

    boolean flag(String key) {
        return json.getBoolean(key, false);
    }

    OptionalLong number(String key) throws FerryException {
        JsonValue value = json.get(key);
        if (value == null || value == JsonValue.NULL) {
            return OptionalLong.empty();
        }
        if (value instanceof JsonNumber number && number.isIntegral()) {
            return OptionalLong.of(number.longValue());
        }
        throw bad(key, "a whole number");
    }

    /** A moment as ISO 8601 has it, with its zone: {@code 2030-01-01T12:00:00Z}. */
    Optional<Instant> moment(String key) throws FerryException {
        Optional<String> given = text(key);
        try {
            return given.map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw bad(key, "a moment, for example 2030-01-01T12:00:00Z");
        }
    }

    /** Bytes a second; 0 is none; empty where nothing is said about it. */
    Optional<OptionalLong> limit(String key) throws FerryException {
        OptionalLong given = number(key);
        if (given.isPresent() && given.getAsLong() < 0) {
            throw bad(key, "a number of bytes a second, or 0 for no limit");
        }
        return given.isEmpty() ? Optional.empty() : Optional.of(given.getAsLong() == 0 ? OptionalLong.empty() : given);
    }

    List<String> texts(String key) throws FerryException {
        JsonValue value = json.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance)) {
            return array.getValuesAs(JsonString::getString);
        }
        throw bad(key, "an array of texts");
    }

    /** A path as typed, made absolute from where the person is. */
    Path path(String typed) throws FerryException {
        try {
            return cwd.resolve(typed).normalize();
        } catch (InvalidPathException e) {
            throw new FerryException(new Problem.BadRequest("\"" + typed + "\" cannot be the name of a file here."));
        }
    }

    UUID uuid(String key) throws FerryException {
        try {
            return UUID.fromString(need(key));
        } catch (IllegalArgumentException e) {
            throw bad(key, "an id");
        }
    }

    <E extends Enum<E>> Optional<E> constant(Class<E> type, String key) throws FerryException {
        Optional<String> name = text(key);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Enum.valueOf(type, name.get().toUpperCase(Locale.ROOT).replace('-', '_')));
        } catch (IllegalArgumentException e) {
            throw bad(key, "one of " + String.join(", ", List.of(type.getEnumConstants()).stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList()));
        }
    }

    private static FerryException bad(String key, String wanted) {
        return new FerryException(new Problem.BadRequest("The request's \"" + key + "\" must be " + wanted + "."));
    }
}
