package dev.ferry.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** Bundles of two devices are stopped and started while these work together. */
class TwoFrameworksTest extends TwoFrameworks {
    /** Sends by code from anna, and receives by the ticket at ben. */
    private Answer byTicket(String name) throws Exception {
        Path file = Files.writeString(folder.resolve(name), name);
        BlockingQueue<JsonObject> shown = new LinkedBlockingQueue<>();
        CompletableFuture<Answer> sending = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(anna, "send", Json.createObjectBuilder().add("files", Json.createArrayBuilder().add(file.toString())).build(), shown);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        JsonObject code = shown.poll(30, TimeUnit.SECONDS);
        assertThat(code.getString("event")).isEqualTo("code");
        Answer received = ask(ben, "receive", Json.createObjectBuilder().add("code", code.getString("ticket")).add("folder", folder.resolve("in").toString()).add("yes", true).build());
        assertThat(sending.get(30, TimeUnit.SECONDS).exit()).isEqualTo(received.exit());
        return received;
    }

    @Test
    void aTicketNeedsOneWayToFindItsIssuerAndAnyWillDo() throws Exception {
        Bundle mdns = bundle(ben, "dev.ferry.discovery.mdns");
        Bundle qr = bundle(ben, "dev.ferry.discovery.qr");

        mdns.stop();
        assertThat(byTicket("by its addresses").exit()).isZero();

        mdns.start();
        qr.stop();
        assertThat(byTicket("by its number").exit()).isZero();
        assertThat(folder.resolve("in/by its number")).hasContent("by its number");
    }

    @Test
    void partsComeAndGoAndNothingElseStartsAgain() throws Exception {
        pair();
        Path file = Files.write(folder.resolve("file"), new byte[3_000_000]);
        assertThat(ask(anna, "send", sending(file, "ben")).exit()).isZero();
        Map<Long, String> before = services(ben, "dev.ferry.transport.tcp", "dev.ferry.security.trusted", "dev.ferry.discovery.mdns");

        Bundle profile = bundle(ben, "dev.ferry.security.trusted");
        profile.stop();
        Answer closed = ask(anna, "send", sending(file, "ben"));
        assertThat(closed.exit()).as("a relationship without a profile is closed: %s", closed.events()).isNotZero();
        profile.start();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> ask(anna, "send", sending(file, "ben")).exit() == 0);

        Bundle transport = bundle(ben, "dev.ferry.transport.tcp");
        transport.stop();
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> ask(ben, "status", arguments()).events().toString().contains("\"routes\":[]"));
        transport.start();
        Awaitility.await().atMost(40, TimeUnit.SECONDS).until(() -> ask(anna, "send", sending(file, "ben")).exit() == 0);

        Bundle discovery = bundle(ben, "dev.ferry.discovery.mdns");
        discovery.stop();
        assertThat(ask(anna, "send", sending(file, "ben")).exit()).as("a pair needs no discovery where it was before").isZero();
        discovery.start();

        assertThat(services(ben, "dev.ferry.transport.tcp", "dev.ferry.security.trusted", "dev.ferry.discovery.mdns")).isEqualTo(before);
    }
}
