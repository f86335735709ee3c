package dev.ferry.edge.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.InboxService;
import dev.ferry.api.ReferenceRequest;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareService;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ReferenceVerbsTest {
    @TempDir
    Path folder;
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final Services services = new Services();
    private final ManualReferences references = new ManualReferences();
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        services.add(ReferenceService.class, references);
        services.add(ShareService.class, new ManualShares());
        server = new ControlServer(folder.resolve("control.sock"), new Hello("9.9.9"), new Verbs(services, new DoctorVerb(services, Map.of(), InstantSource.system())), io, () -> Instant.EPOCH);
    }

    @AfterEach
    void stop() {
        server.close();
        io.shutdownNow();
    }

    private TestClient client() throws IOException {
        return TestClient.greeted(server.socket());
    }

    @Test
    void a_reference_is_offered_and_told_again_when_it_is_held() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'refs.give','cwd':'/home','args':{'files':['films'],'to':'ben','access':'write','lifeMillis':60000}}");
            JsonObject offered = client.event("reference");
            assertThat(offered.getString("state")).isEqualTo("offered");
            assertThat(offered.getString("expires")).isEqualTo("1970-01-08T00:00:00Z");
            references.answer.complete(ManualReferences.view(ManualReferences.ID, State.ACTIVE));
            assertThat(client.event("reference").getString("state")).isEqualTo("active");
            assertThat(client.end()).isZero();
        }
        ReferenceRequest request = references.requests.take();
        assertThat(request.access()).isEqualTo(AccessLevel.READ_WRITE);
        assertThat(request.life()).contains(Duration.ofMinutes(1));
        assertThat(request.target()).isEqualTo(new ShareTarget.DeviceIdentifier("ben"));
        assertThat(request.files()).containsExactly(new ShareRequest.Item(Path.of("/home/films"), false));
    }

    @Test
    void declined_is_an_error_and_cancelled_is_revoked() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'refs.give','args':{'files':['films'],'to':'ben'}}");
            client.event("reference");
            client.say("{'request':1,'cancel':true}");
            assertThat(references.asked.poll(10, TimeUnit.SECONDS)).isEqualTo(List.of("revoke", ManualReferences.ID));
            references.answer.completeExceptionally(new FerryException(new Problem.TransferRejected(Problem.TransferRejected.Reason.DECLINED, "The other person declined.")));
            assertThat(client.event("error").getString("code")).isEqualTo("rejected");
            assertThat(client.end()).isEqualTo(20);
        }
    }

    @Test
    void one_is_named_by_the_beginning_of_its_id_and_listed_page_by_page() throws Exception {
        references.know(ManualReferences.ID);
        references.know(UUID.fromString("3f2b0000-0000-0000-0000-000000000001"));
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'refs.list','args':{'reference':'3f2'}}");
            assertThat(client.event("error").getString("code")).isEqualTo("ambiguous");
            assertThat(client.end()).isEqualTo(2);
            client.say("{'request':2,'verb':'refs.list','args':{'reference':'9'}}");
            assertThat(client.event("error").getString("code")).isEqualTo("not-found");
            assertThat(client.end()).isEqualTo(21);
            client.say("{'request':3,'verb':'refs.list','args':{'reference':'3f2a','path':'films','whole':true}}");
            assertThat(client.event("entry").getBoolean("folder")).isTrue();
            assertThat(client.event("entry").getString("modified")).isEqualTo("1970-01-01T00:00:00Z");
            assertThat(client.event("listed").getInt("skipped")).isEqualTo(3);
            assertThat(client.end()).isZero();
        }
        assertThat(references.asked.take()).isEqualTo(List.of(ManualReferences.ID, "films", true));
    }

    @Test
    void what_is_fetched_is_watched_like_any_share_and_stays_where_names_exist() throws Exception {
        references.know(ManualReferences.ID);
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'refs.get','cwd':'/home','args':{'reference':'3f2a','paths':['films/a'],'folder':'got'}}");
            client.event("progress");
            references.share.complete(1, 0);
            assertThat(client.event("done").getInt("files")).isEqualTo(1);
            assertThat(client.end()).isZero();
        }
        assertThat(references.asked.take()).isEqualTo(List.of(ManualReferences.ID, List.of("films/a"), Path.of("/home/got"), ConflictPolicy.SKIP));
    }

    @Test
    void an_offer_of_a_reference_says_so() throws Exception {
        ManualInbox inbox = new ManualInbox();
        services.add(InboxService.class, inbox);
        references.know(ManualReferences.ID);
        inbox.offer(ManualReferences.ID);
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'inbox.list'}");
            assertThat(client.event("offer").getJsonObject("reference").getString("access")).isEqualTo("read");
            assertThat(client.end()).isZero();
        }
    }
}
