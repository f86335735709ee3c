package dev.ferry.edge.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.DeviceFilter;
import dev.ferry.api.DeviceService;
import dev.ferry.api.InboxService;
import dev.ferry.api.Limits;
import dev.ferry.api.Pace;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareService;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.RecoveryAction;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ControlServerTest {
    @TempDir
    Path folder;
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final Services services = new Services();
    private final ManualShares shares = new ManualShares();
    private final ManualInbox inbox = new ManualInbox();
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        services.add(ShareService.class, shares);
        services.add(InboxService.class, inbox);
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

    /** The share that the client's request made, once the client is told about it. */
    private ManualShare made(TestClient client) throws IOException, InterruptedException {
        client.event("progress");
        return shares.made.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void only_this_user_can_open_the_socket() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket()))).isEqualTo("rw-------");
    }

    @Test
    void a_client_of_another_protocol_is_told_what_to_do_and_let_go() throws IOException {
        try (TestClient client = new TestClient(server.socket())) {
            client.say("{'hello':2}");
            assertThat(client.next().getInt("hello")).isEqualTo(1);
            JsonObject refusal = client.next();
            assertThat(refusal.getInt("exit")).isEqualTo(3);
            assertThat(refusal.getString("message")).contains("9.9.9", "Restart");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void what_is_no_object_ends_the_connection_and_no_other() throws IOException {
        try (TestClient broken = client(); TestClient whole = client()) {
            broken.say("[[[[[[");
            assertThat(broken.ended()).isTrue();
            whole.say("{'request':1,'verb':'transfers.ls'}");
            assertThat(whole.end()).isZero();
        }
    }

    @Test
    void an_unknown_verb_is_an_error_with_an_end() throws IOException {
        try (TestClient client = client()) {
            client.say("{'request':7,'verb':'teleport'}");
            JsonObject error = client.next();
            assertThat(error.getString("code")).isEqualTo("bad-request");
            assertThat(error.getInt("request")).isEqualTo(7);
            assertThat(client.end()).isEqualTo(2);
        }
    }

    @Test
    void an_absent_service_names_the_part_that_brings_it() throws IOException {
        services.remove(ShareService.class, shares);
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['x']}}");
            assertThat(client.event("error").getString("message")).contains("dev.ferry.core.transfer");
            assertThat(client.end()).isEqualTo(4);
        }
    }

    @Test
    void a_send_without_target_shows_its_code_once_and_ends_with_done() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','cwd':'/home/me','args':{'files':['a.txt','dir/'],'message':'hi','limit':1000,'compress':'always'}}");
            ManualShare share = made(client);
            share.showCode();
            share.showCode();
            share.move(10);
            share.complete(1, 0);
            List<JsonObject> events = client.rest();
            assertThat(events).filteredOn(e -> e.getString("event", "").equals("code")).hasSize(1).first()
                    .satisfies(code -> assertThat(code.getString("code")).isEqualTo("7-1234-5678"));
            assertThat(events.get(events.size() - 2).getString("event")).isEqualTo("done");
            assertThat(events.get(events.size() - 1).getInt("end")).isZero();
            assertThat(events).filteredOn(e -> e.containsKey("event")).allSatisfy(e -> assertThat(e.getString("time")).isEqualTo("1970-01-01T00:00:00Z"));
        }
        ShareRequest request = shares.requests.take();
        assertThat(request.target()).isEqualTo(new ShareTarget.CodeHolder());
        assertThat(request.files()).containsExactly(new ShareRequest.Item(Path.of("/home/me/a.txt"), false), new ShareRequest.Item(Path.of("/home/me/dir"), true));
        assertThat(request.options().bytesPerSecond()).isEqualTo(OptionalLong.of(1000));
        assertThat(request.options().compression()).isEqualTo(ShareOptions.Compression.ALWAYS);
    }

    @Test
    void the_sender_hears_of_consent_and_sees_the_words() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['ben']}}");
            made(client).ask();
            assertThat(client.event("consent").getJsonArray("words").toString()).contains("apple", "delta");
        }
    }

    @Test
    void what_was_left_out_makes_the_whole_a_part() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a']}}");
            made(client).complete(1, 3);
            assertThat(client.end()).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 3, 0", "1, 3, 2, 10", "0, 3, 3, 11"})
    void what_was_there_already_is_not_missing(long files, long skipped, long unchanged, int exit) throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a']}}");
            made(client).complete(files, skipped, unchanged);
            assertThat(client.event("done").getInt("unchanged")).isEqualTo((int) unchanged);
            assertThat(client.end()).isEqualTo(exit);
        }
    }

    @Test
    void a_share_that_fails_ends_with_one_error_and_no_done() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['ben']}}");
            made(client).fail(new Problem.TransferRejected(Problem.TransferRejected.Reason.DECLINED, "The other person declined."));
            List<JsonObject> events = client.rest();
            assertThat(events).filteredOn(e -> e.getString("event", "").equals("error")).hasSize(1);
            assertThat(events).noneMatch(e -> e.getString("event", "").equals("done"));
            assertThat(events.get(events.size() - 1).getInt("end")).isEqualTo(20);
        }
    }

    @Test
    void each_step_against_trouble_is_told_once() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a']}}");
            ManualShare share = made(client);
            share.recover(new RecoveryAction.RetryWithSmallerChunks(1, 3, 524_288));
            share.recover(new RecoveryAction.RetryWithSmallerChunks(1, 3, 524_288));
            share.recover(new RecoveryAction.Retry(2, 720));
            share.recover(new RecoveryAction.RetryWithLongerTimeout(1, 3, Duration.ofSeconds(60)));
            share.recover(new RecoveryAction.Reconnect(4, Duration.ofMillis(800)));
            share.recover(new RecoveryAction.Fail());
            share.complete(1, 0);
            List<JsonObject> steps = client.rest().stream().filter(e -> e.getString("event", "").equals("recovery")).toList();
            assertThat(steps).extracting(e -> e.getString("action")).containsExactly("smaller-chunks", "retry", "longer-timeout", "reconnect", "fail");
            assertThat(steps).extracting(e -> e.getInt("attempt", 0)).containsExactly(1, 2, 1, 4, 0);
            assertThat(steps.get(0).getInt("chunk")).isEqualTo(524_288);
            assertThat(steps.get(2).getInt("timeout")).isEqualTo(60);
        }
    }

    @Test
    void several_targets_run_beside_each_other_and_one_that_is_absent_is_a_part() throws Exception {
        shares.absent.add("nobody");
        services.add(DeviceService.class, new AloneDevices());
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['ben','nobody','kim'],'waitMillis':50}}");
            client.event("progress");
            client.event("progress");
            assertThat(client.event("error").getString("to")).isEqualTo("nobody");
            ManualShare first = shares.made.take();
            ManualShare second = shares.made.take();
            second.complete(1, 0);
            first.complete(1, 0);
            List<JsonObject> events = client.rest();
            assertThat(events).filteredOn(e -> e.getString("event", "").equals("done")).extracting(e -> e.getString("to")).containsExactlyInAnyOrder("ben", "kim");
            assertThat(events.get(events.size() - 1).getInt("end")).isEqualTo(10);
        }
    }

    @Test
    void a_device_that_is_not_seen_yet_is_waited_for() throws Exception {
        shares.absent.add("late");
        LateDevices devices = new LateDevices();
        services.add(DeviceService.class, devices);
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['late'],'waitMillis':30000}}");
            assertThat(devices.followed.get(10, TimeUnit.SECONDS)).isNotNull();
            shares.absent.clear();
            devices.appear("late");
            made(client).complete(1, 0);
            assertThat(client.end()).isZero();
        }
        assertThat(devices.left).isTrue();
    }

    @Test
    void who_goes_while_a_device_is_waited_for_sends_it_nothing() throws Exception {
        shares.absent.add("late");
        LateDevices devices = new LateDevices();
        services.add(DeviceService.class, devices);
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['late'],'waitMillis':30000}}");
            assertThat(devices.followed.get(10, TimeUnit.SECONDS)).isNotNull();
            shares.absent.clear();
            client.say("{'request':1,'cancel':true}");
            assertThat(client.event("error").getString("code")).isEqualTo("cancelled");
        }
        assertThat(shares.requests).isEmpty();
    }

    @Test
    void auto_is_a_choice_by_what_was_asked_for_and_is_told_with_its_reason() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['auto'],'prefer':'most_recent','only':['trust=trusted','type=laptop','can=resume']}}");
            ManualShare share = made(client);
            share.choose("found by automatic choice (best): trusted");
            share.move(10);
            share.complete(1, 0);
            assertThat(client.rest()).filteredOn(e -> e.getString("event", "").equals("chosen")).singleElement()
                    .satisfies(e -> assertThat(e.getString("why")).contains("trusted"));
        }
        assertThat(shares.requests.take().target()).isEqualTo(new ShareTarget.Auto(ShareTarget.Auto.Preference.MOST_RECENT,
                new DeviceFilter(Set.of(DeviceKind.LAPTOP), Set.of("trusted"), Set.of(), Set.of("resume"), Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trusted", "colour=red", "trust=", "trust=much", "type=toaster"})
    void a_filter_that_means_nothing_is_told(String only) throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['auto'],'only':['" + only + "']}}");
            assertThat(client.event("error").getString("code")).isEqualTo("bad-request");
            assertThat(client.end()).isEqualTo(2);
        }
    }

    @Test
    void suggestions_stand_beside_the_code_and_send_to_nobody() throws Exception {
        services.add(DeviceService.class, new AloneDevices(AloneDevices.suggested("ben", 0.74, "trusted")));
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'suggest':true}}");
            JsonObject suggestion = client.event("suggestion");
            assertThat(suggestion.getString("name")).isEqualTo("ben");
            assertThat(suggestion.getJsonNumber("score").doubleValue()).isEqualTo(0.74);
            assertThat(suggestion.getJsonArray("reasons").getString(0)).isEqualTo("trusted");
            shares.made.take().complete(1, 0);
            assertThat(client.end()).isZero();
            client.say("{'request':2,'verb':'suggest','args':{'files':['a']}}");
            assertThat(client.rest()).extracting(e -> e.getString("event", "")).containsExactly("suggestion", "");
        }
        assertThat(shares.requests).extracting(ShareRequest::target).containsExactly(new ShareTarget.CodeHolder());
    }

    @Test
    void a_share_that_runs_is_given_another_limit_and_priority_and_keeps_what_is_not_named() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['x']}}");
            ManualShare share = made(client);
            String id = share.id().toString();
            try (TestClient other = client()) {
                other.say("{'request':1,'verb':'transfers.pace','args':{'share':'" + id + "','limit':5000,'priority':'low'}}");
                assertThat(other.event("transfer").getInt("limit")).isEqualTo(5000);
                assertThat(other.end()).isZero();
                other.say("{'request':2,'verb':'transfers.pace','args':{'share':'" + id + "','limit':0}}");
                assertThat(other.event("transfer").getString("priority")).isEqualTo("low");
                assertThat(other.end()).isZero();
                assertThat(share.pace()).isEqualTo(new Pace(ShareOptions.Priority.LOW, OptionalLong.empty()));
                other.say("{'request':3,'verb':'transfers.pace','args':{'share':'" + id + "','limit':-1}}");
                assertThat(other.end()).isEqualTo(2);
            }
        }
    }

    @Test
    void what_is_left_for_later_ends_the_request_while_the_share_waits() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['ben'],'later':true}}");
            ManualShare share = made(client);
            share.wait(0, false);
            JsonObject queued = client.event("queued");
            assertThat(queued.getString("state")).isEqualTo("queued");
            assertThat(queued.getString("why")).isEqualTo("It is away.");
            assertThat(queued.getJsonArray("what").toString()).contains("/home/me/a", "/home/me/b");
            assertThat(client.end()).isZero();
            assertThat(share.cancelled).isNotDone();
        }
        assertThat(shares.queued).hasSize(1);
    }

    @Test
    void a_share_that_goes_back_to_waiting_ends_its_request_as_a_lost_network() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['ben']}}");
            made(client).wait(50, false);
            client.event("queued");
            assertThat(client.end()).isEqualTo(28);
        }
        assertThat(shares.queued).isEmpty();
    }

    @Test
    void one_that_its_person_paused_is_paused_and_not_queued() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['ben']}}");
            made(client).wait(50, true);
            assertThat(client.event("queued").getString("state")).isEqualTo("paused");
        }
    }

    @Test
    void what_is_left_for_later_is_left_for_somebody() throws Exception {
        shares.absent.add("nobody");
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'later':true}}");
            assertThat(client.event("error").getString("message")).contains("--to");
            assertThat(client.end()).isEqualTo(2);
            client.say("{'request':2,'verb':'send','args':{'files':['a'],'to':['nobody'],'later':true}}");
            assertThat(client.event("error").getString("code")).isEqualTo("not-found");
            assertThat(client.end()).isEqualTo(21);
        }
    }

    @Test
    void one_device_that_is_away_keeps_no_other_waiting() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['ben','kim'],'later':true}}");
            client.event("progress");
            client.event("progress");
            ManualShare ben = shares.made.take();
            ManualShare kim = shares.made.take();
            ben.wait(0, false);
            assertThat(client.event("queued").getString("to")).isEqualTo("ben");
            kim.complete(1, 0);
            assertThat(client.event("done").getString("to")).isEqualTo("kim");
            assertThat(client.end()).isZero();
        }
    }

    @Test
    void a_pair_that_was_away_is_told_to_be_one() throws Exception {
        try (TestClient client = client()) {
            for (Problem away : List.of(new Problem.NotFound("ben", "It is away."), new Problem.NetworkError(true, "It does not listen."),
                    new Problem.TimeoutError(Problem.TimeoutError.Timer.CONNECT, Duration.ofSeconds(5), "It does not answer."))) {
                client.say("{'request':1,'verb':'send','args':{'files':['a'],'to':['ben']}}");
                ManualShare share = made(client);
                share.pair();
                share.failThere(away);
                assertThat(client.event("error")).as(away.toString()).containsEntry("paired", JsonValue.TRUE);
                client.end();
            }
            client.say("{'request':2,'verb':'send','args':{'files':['a'],'to':['ben']}}");
            made(client).fail(new Problem.NotFound("ben", "It is away."));
            assertThat(client.event("error").containsKey("paired")).isFalse();
        }
    }

    @Test
    void limits_of_all_transfers_are_changed_one_by_one_and_told() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'limits','args':{'up':7000,'each':100}}");
            assertThat(client.event("limits").getInt("up")).isEqualTo(7000);
            assertThat(client.end()).isZero();
            client.say("{'request':2,'verb':'limits','args':{'up':0,'down':7}}");
            JsonObject told = client.event("limits");
            assertThat(told.containsKey("up")).isFalse();
            assertThat(told.getJsonObject("from").toString()).isEqualTo("{\"up\":\"nobody\",\"down\":\"configuration\",\"each\":\"command\"}");
            assertThat(client.end()).isZero();
            assertThat(shares.limits()).isEqualTo(new Limits(OptionalLong.empty(), OptionalLong.of(7), OptionalLong.of(100)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "TRUSTED|INTERNET|0|'metered':true|ALWAYS|LOW",
        "TRUSTED|INTERNET|0|'metered':true,'compress':'off','priority':'high'|OFF|HIGH",
        "TRUSTED|INTERNET|0|'lowBattery':true|OFF|LOW",
        "stranger|LAN|0|'metered':true|AUTO|LOW",
        "TRUSTED|SAME_HOST|0|'metered':false|OFF|NORMAL",
        "TRUSTED|LAN|1073741824|'metered':false|AUTO|LOW",
        "TRUSTED|LAN|1000|'metered':false|AUTO|NORMAL"})
    void what_was_not_chosen_suits_the_circumstances(String other, Proximity way, long bytes, String said, ShareOptions.Compression compression, ShareOptions.Priority priority) throws Exception {
        services.add(DeviceService.class, new AloneDevices(ContextOptionsTest.view("kitchen", other, way)));
        Path file = folder.resolve("file");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['" + file + "'],'to':['kitchen']," + said + "}}");
            ShareOptions options = shares.requests.poll(10, TimeUnit.SECONDS).options();
            assertThat(options.compression()).isEqualTo(compression);
            assertThat(options.priority()).isEqualTo(priority);
        }
    }

    @Test
    void what_is_moved_goes_to_one_device_only() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['x'],'to':['a','b'],'move':true}}");
            assertThat(client.event("error").getString("message")).contains("one device only");
            assertThat(client.end()).isEqualTo(2);
            client.say("{'request':2,'verb':'send','args':{'files':['x'],'to':['kitchen'],'move':true}}");
            ShareOptions options = shares.requests.poll(10, TimeUnit.SECONDS).options();
            assertThat(options.kind()).isEqualTo(ShareOptions.Kind.MOVE);
            assertThat(options.compression()).isEqualTo(ShareOptions.Compression.AUTO);
        }
    }

    @Test
    void a_client_that_goes_takes_its_share_with_it_and_no_other() throws Exception {
        try (TestClient stays = client()) {
            stays.say("{'request':1,'verb':'send','args':{'files':['a']}}");
            ManualShare kept = made(stays);
            ManualShare lost;
            try (TestClient goes = client()) {
                goes.say("{'request':1,'verb':'send','args':{'files':['b']}}");
                lost = made(goes);
            }
            lost.cancelled.get(10, TimeUnit.SECONDS);
            assertThat(kept.cancelled).isNotDone();
            kept.complete(1, 0);
            assertThat(stays.end()).isZero();
        }
    }

    @Test
    void a_cancelled_request_still_tells_its_end() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'send','args':{'files':['a']}}");
            made(client);
            client.say("{'request':1,'cancel':true}");
            assertThat(client.event("error").getString("code")).isEqualTo("cancelled");
            assertThat(client.end()).isEqualTo(130);
        }
    }

    @Test
    void a_receive_by_code_asks_about_its_own_offer_alone() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'receive','cwd':'/home/me','args':{'code':'7-1234-5678','folder':'in','conflict':'skip'}}");
            ManualShare share = made(client);
            assertThat(shares.collected.take()).satisfies(request -> {
                assertThat(request.folder()).isEqualTo(Path.of("/home/me/in"));
                assertThat(request.conflict()).isEqualTo(ConflictPolicy.SKIP);
                assertThat(request.consentGiven()).isFalse();
            });
            inbox.offer(UUID.randomUUID());
            inbox.offer(share.id());
            JsonObject offer = client.event("offer");
            assertThat(offer.getString("id")).isEqualTo(share.id().toString());
            assertThat(offer.getJsonArray("words")).hasSize(4);
            client.say("{'request':1,'answer':{'offer':'" + share.id() + "','accept':false,'block':true}}");
            assertThat(client.event("consent").getBoolean("accepted")).isFalse();
            assertThat(inbox.answers.take()).isEqualTo(new InboxService.Answer.Reject(true));
        }
    }

    @Test
    void an_answer_that_cannot_be_carried_out_is_asked_for_again() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'receive','cwd':'/home/me','args':{'code':'7-1234-5678'}}");
            ManualShare share = made(client);
            inbox.offer(share.id());
            client.event("offer");
            client.say("{'request':1,'answer':{'offer':'" + share.id() + "','accept':true,'folder':'full'}}");
            assertThat(client.event("error").getString("code")).isEqualTo("no-space");
            assertThat(client.event("offer").getString("id")).isEqualTo(share.id().toString());
        }
    }

    @Test
    void a_code_that_nobody_shows_in_time_is_not_found_and_not_repeated() throws Exception {
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'receive','args':{'code':'7-1234-5678','yes':true,'timeoutMillis':50}}");
            ManualShare share = made(client);
            share.change(new dev.ferry.api.ShareView(share.id(), false, dev.ferry.model.TransferState.PENDING, "connecting", java.util.Optional.empty(), "",
                    java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty(), List.of(), dev.ferry.api.ShareView.Progress.NONE,
                    java.util.Optional.empty(), java.util.Optional.empty(), Instant.EPOCH));
            JsonObject error = client.event("error");
            assertThat(error.getString("code")).isEqualTo("not-found");
            assertThat(error.getString("message")).contains("7-…").doesNotContain("1234");
            assertThat(client.end()).isEqualTo(21);
        }
    }

    @Test
    void consent_in_advance_to_whoever_comes_is_refused() throws Exception {
        services.add(DeviceService.class, new AloneDevices());
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'receive','args':{'yes':true}}");
            assertThat(client.event("error").getString("message")).contains("--from");
            assertThat(client.end()).isEqualTo(2);
        }
    }

    @Test
    void a_folder_that_can_take_nothing_is_refused_before_anybody_sees_this_device() throws Exception {
        services.add(DeviceService.class, new AloneDevices());
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'receive','cwd':'/','args':{'folder':'locked'}}");
            List<JsonObject> events = client.rest();
            assertThat(events).noneMatch(e -> e.getString("event", "").equals("visible"));
            assertThat(events).anySatisfy(e -> assertThat(e.getString("code", "")).isEqualTo("file-access"));
        }
    }

    @Test
    void the_only_offer_that_waits_needs_no_name() throws Exception {
        OfferView offer = inbox.offer(UUID.randomUUID());
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'inbox.reject'}");
            assertThat(client.event("consent").getString("offer")).isEqualTo(offer.id().toString());
            assertThat(client.end()).isZero();
        }
    }

    @Test
    void an_offer_says_what_is_to_be_minded_about_its_sender() throws Exception {
        inbox.offer(UUID.randomUUID());
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'inbox.list'}");
            assertThat(client.event("offer").getJsonArray("warnings").getString(0)).isEqualTo("like another");
            assertThat(client.end()).isZero();
        }
    }

    @Test
    void several_offers_need_a_name() throws Exception {
        inbox.offer(UUID.randomUUID());
        inbox.offer(UUID.randomUUID());
        try (TestClient client = client()) {
            client.say("{'request':1,'verb':'inbox.accept'}");
            assertThat(client.event("error").getJsonArray("candidates")).hasSize(2);
            assertThat(client.end()).isEqualTo(2);
        }
    }

    @Test
    void stopping_the_server_removes_the_socket_and_ends_its_clients() throws Exception {
        try (TestClient client = client()) {
            server.close();
            assertThat(client.ended()).isTrue();
            assertThat(folder.resolve("control.sock")).doesNotExist();
        }
    }
}
