package dev.ferry.edge.control.internal;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * One request and its answers. The verb runs on one thread and takes what happens meanwhile (a cancellation, a person's answer, the end of a share) from a queue, so that it needs
 * no locks of its own. Events may be emitted from any thread.
 */
final class Exchange {
    private final int id;
    private final JsonObject request;
    private final Consumer<JsonObject> client;
    private final InstantSource clock;
    private final BlockingQueue<Runnable> happened = new LinkedBlockingQueue<>();
    private Runnable onCancel = () -> { };
    private Consumer<JsonObject> onAnswer = answer -> { };
    private boolean cancelled;

    Exchange(int id, JsonObject request, Consumer<JsonObject> client, InstantSource clock) {
        this.id = id;
        this.request = request;
        this.client = client;
        this.clock = clock;
    }

    int id() {
        return id;
    }

    String verb() {
        return request.getString("verb", "");
    }

    Arguments arguments() {
        JsonObject arguments = request.get("args") instanceof JsonObject given ? given : JsonObject.EMPTY_JSON_OBJECT;
        return new Arguments(arguments, Path.of(request.getString("cwd", "/")));
    }

    /** Tells the client. The time and the request's number are added here. */
    void emit(String event, JsonObjectBuilder facts) {
        JsonObjectBuilder line = Json.PROVIDER.createObjectBuilder().add("request", id).add("event", event).add("time", clock.instant().toString());
        facts.build().forEach(line::add);
        client.accept(line.build());
    }

    /** The last line of a request. */
    void end(int exit) {
        client.accept(Json.PROVIDER.createObjectBuilder().add("request", id).add("end", exit).build());
    }

    /** What to do when the client cancels or goes; at once if it already has. Called by the verb's thread. */
    void onCancel(Runnable action) {
        onCancel = action;
        if (cancelled) {
            action.run();
        }
    }

    /** What to do with a person's answers. Called by the verb's thread. */
    void onAnswer(Consumer<JsonObject> action) {
        onAnswer = action;
    }

    void cancel() {
        later(() -> {
            if (!cancelled) {
                cancelled = true;
                onCancel.run();
            }
        });
    }

    void answer(JsonObject answer) {
        later(() -> onAnswer.accept(answer));
    }

    /** Runs an action on the verb's thread while it waits. */
    void later(Runnable action) {
        happened.add(action);
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Runs what happened until now, without waiting. */
    void catchUp() {
        for (Runnable next = happened.poll(); next != null; next = happened.poll()) {
            next.run();
        }
    }

    /** Lives until a stage completes; meanwhile runs what happens. */
    <T> Outcome<T> await(CompletionStage<T> stage) throws InterruptedException {
        Box<T> box = new Box<>();
        stage.whenComplete((value, failure) -> later(() -> box.outcome = Optional.of(new Outcome<>(Optional.ofNullable(value), Optional.ofNullable(failure)))));
        while (box.outcome.isEmpty()) {
            happened.take().run();
        }
        return box.outcome.get();
    }

    private static final class Box<T> {
        private Optional<Outcome<T>> outcome = Optional.empty();
    }

    /** How a stage ended: exactly one of both, or neither for an empty value. */
    record Outcome<T>(Optional<T> value, Optional<Throwable> failure) { }
}
