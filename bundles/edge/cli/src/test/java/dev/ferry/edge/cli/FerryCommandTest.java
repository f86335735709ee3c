package dev.ferry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.edge.cli.internal.qr.QrPicture;
import dev.ferry.edge.cli.internal.qr.QrScan;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FerryCommandTest extends Commands {
    private static final String CODE = "{'request':1,'event':'code','time':'2000-01-01T00:00:00Z','code':'7-1234-5678','ticket':'FERRY:AAAA','expires':'2000-01-01T00:10:00Z','share':'s'}";
    private static final String DONE = "{'request':1,'event':'done','time':'2000-01-01T00:00:02Z','share':'s','direction':'send','name':'ben','state':'completed','phase':'ended',"
            + "'files':2,'bytes':2048,'resent':0,'skipped':0}";
    private static final String QUEUED = "{'request':1,'event':'queued','time':'2000-01-01T00:00:02Z','share':'0a1b2c3d-0000-0000-0000-000000000000','direction':'send','name':'ben',"
            + "'state':'queued','phase':'queued','bytes':0,'files':0,'rate':0,'what':['/home/me/a','/home/me/b'],'whatCount':2,'why':'It is away.','started':'2029-12-20T12:00:00Z',"
            + "'until':'2030-01-20T12:00:00Z'}";
    private static final String PROGRESS = "{'request':1,'event':'progress','time':'2000-01-01T00:00:01Z','share':'s','direction':'send','name':'ben','state':'active','phase':'sending',"
            + "'bytes':1,'files':0,'rate':0,'to':'ben'}";

    @ParameterizedTest
    @ValueSource(strings = {"", "sedn", "send", "send --limit", "send file --limit fast", "send file --timeout soon", "send file --priority urgent", "send file --compress hard",
        "send absent", "send file --later", "receive --yes", "receive 7-1234-5678 --from ben", "receive 7-1234-5678 extra words", "trust", "trust ben absolutely", "trust ben trusted --for soon", "trust ben trusted --for 1h --until 2030-01-01T12:00", "trust ben --for 1h", "transfers show",
        "receive 7-1234-5678 --code-file x", "receive --code-file absent", "receive --qr-image absent", "receive --qr-image file", "receive 7-1234-5678 --qr-image file",
        "send file --qr-file code.gif", "send file --qr-file absent/code.png", "send file --qr-page http://example.org", "pair --qr-page https://example.org/#a", "inbox accept --on-conflict ask", "status --to x", "suggest", "suggest absent",
        "identity", "identity export", "identity steal f", "identity export f --replace", "identity export f --passphrase-file absent",
        "suggest file --prefer loudest", "devices --wait soon", "send file --reference", "send file --to ben --access read", "send file --to ben --reference --move",
        "send file --to ben --reference --access full", "send file --to ben --reference --expires soon", "refs get", "refs put 3f2a", "refs put 3f2a absent", "refs ls 3f2a a b",
        "refs get 3f2a --on-conflict ask"})
    void wrong_usage_is_told_in_words_before_anything_starts(String words) {
        Run run = ferry(words.isEmpty() ? new String[0] : words.split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank().doesNotContain("Exception");
        assertThat(host.started).hasValue(0);
    }

    @Test
    void a_passphrase_is_asked_for_twice_where_it_is_new_and_is_on_no_command_line() throws Exception {
        try (ScriptedEndpoint daemon = daemon(ScriptedEndpoint.answers(0, "{'request':1,'event':'identity','time':'2000-01-01T00:00:00Z','id':'abc'}"))) {
            assertThat(ferry("identity", "export", "me").exit()).as("nobody to ask").isEqualTo(12);
            assertThat(ferry(SCREEN, "a long one\nanother one\n", "identity", "export", "me").err()).contains("not the same");
            assertThat(ferry(SCREEN, "a long one\na long one\n", "identity", "export", "me")).satisfies(run -> {
                assertThat(run.exit()).isZero();
                assertThat(run.out()).isEqualTo("abc" + System.lineSeparator());
                assertThat(run.out() + run.err()).doesNotContain("a long one");
            });
            assertThat(asked(daemon).getString("passphrase")).isEqualTo("a long one");
            Files.writeString(folder.resolve("pass"), "from a file\nand more");
            assertThat(ferry("identity", "export", "me", "--passphrase-file", "pass").exit()).isZero();
            assertThat(asked(daemon).getString("passphrase")).isEqualTo("from a file");
        }
    }

    @Test
    void an_identity_is_not_put_under_a_running_daemon() throws Exception {
        try (ScriptedEndpoint daemon = daemon(ScriptedEndpoint.Talk::greet)) {
            Run run = ferry(SCREEN, "a long one\n", "identity", "import", "me");
            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.err()).contains("Stop it first");
            assertThat(daemon.heard).noneMatch(line -> line.containsKey("request"));
        }
    }

    /** What the next request asks with. */
    private static JsonObject asked(ScriptedEndpoint daemon) throws InterruptedException {
        JsonObject line = daemon.heard.take();
        while (!line.containsKey("request")) {
            line = daemon.heard.take();
        }
        return line.getJsonObject("args");
    }

    @Test
    void a_misspelt_verb_gets_a_suggestion() {
        assertThat(ferry("sedn").err()).contains("Did you mean send?", "[usage]");
    }

    @Test
    void a_word_like_no_verb_gets_none_and_what_is_missing_is_named() {
        assertThat(ferry("frobnicate").err()).contains("There is no verb \"frobnicate\"").doesNotContain("Did you mean");
        assertThat(ferry("send").err()).startsWith("ferry: FILE is missing. Try: ferry send --help [usage]");
        assertThat(ferry("receive", "7-1234-5678", "more").err()).contains("There is no place for \"more\"");
    }

    @Test
    void programs_read_errors_as_objects() {
        Run run = ferry("status", "--ndjson");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.objects()).singleElement().satisfies(error -> {
            assertThat(error.getString("event")).isEqualTo("error");
            assertThat(error.getString("code")).isEqualTo("no-daemon");
            assertThat(error.getInt("exit")).isEqualTo(3);
            assertThat(error.getString("message")).contains("ferry up");
        });
    }

    @Test
    void the_code_stands_alone_on_standard_output() throws IOException {
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, CODE, DONE))) {
            Run run = ferry("send", "file");

            assertThat(run.exit()).isZero();
            assertThat(run.out()).isEqualToIgnoringNewLines("7-1234-5678");
            assertThat(run.err()).contains("ferry receive 7-1234-5678", "Sent 2 files and folders, 2.00 KiB to ben. Verified there.");
            assertThat(endpoint.heard).last().satisfies(request -> {
                assertThat(request.getString("verb")).isEqualTo("send");
                assertThat(request.getString("cwd")).isEqualTo(folder.toString());
            });
        }
    }

    @Test
    void what_is_left_for_later_is_said_to_be_queued_and_not_sent() throws IOException {
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, QUEUED))) {
            Run run = ferry("send", "file", "--to", "ben", "--later");

            assertThat(run.exit()).isZero();
            assertThat(run.err()).contains("Queued for ben: nothing has been sent yet.", "when ben appears, until 2030-01-", "ferry transfers cancel 0a1b2c3d");
            assertThat(endpoint.heard).last().satisfies(request -> assertThat(request.getJsonObject("args").getBoolean("later")).isTrue());
        }
    }

    @Test
    void a_share_whose_connection_is_lost_for_long_says_that_it_goes_on_by_itself() throws IOException {
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(28, QUEUED.replace("'bytes':0", "'bytes':2048")))) {
            Run run = ferry("send", "file", "--to", "ben");

            assertThat(run.exit()).isEqualTo(28);
            assertThat(run.err()).contains("The connection to ben is lost: 2.00 KiB are there, the rest is queued.");
        }
    }

    @Test
    void what_is_left_for_later_needs_a_daemon_and_starts_nothing_instead() {
        Run run = ferry("send", "file", "--to", "ben", "--later");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("ferry up", "[no-daemon]");
        assertThat(host.started).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void a_pair_that_is_away_may_be_left_to_the_daemon(boolean paired, int said) throws IOException {
        String error = "{'request':1,'event':'error','time':'2000-01-01T00:00:02Z','code':'not-found','message':'Away.','exit':21,'direction':'send','skipped':0,'paired':" + paired + "}";
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(21, error))) {
            assertThat(ferry("send", "file", "--to", "ben").err().lines().filter(line -> line.contains("Send it when it appears: the same command with --later."))).hasSize(said);
        }
    }

    @Test
    void a_share_with_several_devices_has_one_result_for_each() throws IOException {
        String done = DONE.replace("'share':'s'", "'share':'s','to':'ben'");
        String error = "{'request':1,'event':'error','time':'2000-01-01T00:00:02Z','code':'not-found','message':'Away.','exit':21,'to':'kim'}";
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(10, PROGRESS, error, done))) {
            Run run = ferry("send", "file", "--to", "ben", "--to", "kim", "--json");

            assertThat(run.exit()).isEqualTo(10);
            assertThat(run.objects()).singleElement().satisfies(all -> assertThat(all.getJsonArray("results").getValuesAs(JsonObject.class))
                    .extracting(result -> result.getString("to")).containsExactly("kim", "ben"));
        }
    }

    @Test
    void an_error_of_a_whole_share_with_several_devices_stands_alone() throws IOException {
        String error = "{'request':1,'event':'error','time':'2000-01-01T00:00:02Z','code':'bad-request','message':'No.','exit':2}";
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(2, error))) {
            assertThat(ferry("send", "file", "--to", "ben", "--to", "kim", "--json").objects()).singleElement()
                    .satisfies(object -> assertThat(object.getString("code")).isEqualTo("bad-request"));
        }
    }

    @Test
    void transfers_show_what_waits_for_whom_since_when() throws IOException {
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, QUEUED.replace("'event':'queued'", "'event':'transfer'")))) {
            assertThat(ferry("transfers").out()).contains("SINCE", "WHAT").containsPattern("0a1b2c3d +send +ben +queued .*2029-12-.* /home/me/a and 1 more");
        }
        Files.delete(folder.resolve("daemon.sock"));
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, QUEUED.replace("'event':'queued'", "'event':'transfer'")))) {
            assertThat(ferry("transfers", "show", "0a1b").out()).contains("why        It is away.", "what       /home/me/a", "what       /home/me/b", "until      2030-01-");
        }
    }

    @Test
    void limits_say_who_set_them() throws IOException {
        String limits = "{'request':1,'event':'limits','time':'2000-01-01T00:00:02Z','up':1048576,'down':2048,'from':{'up':'command','down':'configuration','each':'nobody'}}";
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, limits))) {
            assertThat(ferry("limit").out()).contains("1.00 MiB/s  (set by ferry limit)", "2.00 KiB/s  (config/ferry.json)").containsPattern("each +no limit\\s");
        }
    }

    @Test
    void suggestions_stand_below_the_code_for_a_person_alone() throws IOException {
        String suggestion = "{'request':1,'event':'suggestion','time':'2000-01-01T00:00:01Z','name':'ben','id':'b','relationship':'trusted','routes':[],'warnings':[],"
                + "'score':0.74,'reasons':['trusted','connected, on this machine']}";
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, CODE, suggestion, DONE))) {
            Run run = ferry(SCREEN, "", "send", "file");
            assertThat(run.out()).isEqualToIgnoringNewLines("7-1234-5678");
            assertThat(run.err()).contains("Or to a device that is here, with --to:", "  ben  (trusted; connected, on this machine)");
            ferry("send", "file");
            ferry("send", "file", "--to", "ben");
            ferry("send", "file", "--suggest", "--only", "trust=trusted", "--prefer", "most_recent");
            assertThat(endpoint.heard).filteredOn(r -> r.containsKey("args")).extracting(r -> r.getJsonObject("args").getBoolean("suggest")).containsExactly(true, false, false, true);
            assertThat(endpoint.heard).last().satisfies(r -> assertThat(r.getJsonObject("args").toString()).contains("\"only\":[\"trust=trusted\"]", "\"prefer\":\"most_recent\""));
        }
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(folder.resolve("second.sock"), ScriptedEndpoint.answers(0, suggestion))) {
            Files.move(folder.resolve("second.sock"), folder.resolve("daemon.sock"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertThat(ferry("suggest", "file").out().lines()).hasSize(2).last().asString().contains("0.74", "ben", "trusted; connected, on this machine");
            assertThat(ferry("suggest", "file", "--json").objects()).singleElement().satisfies(o -> assertThat(o.getJsonArray("suggestions")).hasSize(1));
        }
    }

    @Test
    void ndjson_is_every_event_with_its_time_and_nothing_of_the_conversation() throws IOException {
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, CODE, DONE))) {
            Run run = ferry("send", "file", "--ndjson");

            assertThat(run.objects()).extracting(e -> e.getString("event")).containsExactly("code", "done");
            assertThat(run.objects()).allSatisfy(e -> assertThat(e).containsKey("time").doesNotContainKey("request"));
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void json_is_the_last_event_alone() throws IOException {
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, CODE, DONE))) {
            assertThat(ferry("send", "file", "--json").objects()).singleElement().satisfies(e -> assertThat(e.getString("event")).isEqualTo("done"));
        }
    }

    @Test
    void json_of_a_list_is_one_object_with_all_of_it() throws IOException {
        String device = "{'request':1,'event':'device','time':'t','name':'ben','id':'0123456789','relationship':'verified','status':'seen','routes':[],'warnings':[]}";
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, device, device))) {
            assertThat(ferry("devices", "--json").objects()).singleElement().satisfies(e -> assertThat(e.getJsonArray("devices")).hasSize(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"human", "ndjson", "json"})
    void no_byte_of_a_peer_reaches_the_terminal_raw(String form) throws IOException {
        String evil = DONE.replace("'ben'", "'e\\u001b[2J\\u009b\\u202e\\nvil'");
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(20, evil,
                "{'request':1,'event':'error','time':'t','code':'x','message':'\\u001b]0;title\\u0007 \\u009b'}"))) {
            Run run = form.equals("human") ? ferry("send", "file") : ferry("send", "file", "--" + form);

            assertThat(run.out() + run.err()).isNotEmpty()
                    .satisfies(all -> assertThat(all.chars().filter(c -> c < 0x20 && c != '\n' || c >= 0x7f && c <= 0x9f || c == 0x202e)).isEmpty());
        }
    }

    @Test
    void the_daemon_decides_the_exit_code_and_its_error_is_said() throws IOException {
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(26, "{'request':1,'event':'error','time':'t','code':'no-space','message':'No room.','exit':26}"))) {
            Run run = ferry("send", "file", "--to", "ben");

            assertThat(run.exit()).isEqualTo(26);
            assertThat(run.err()).contains("ferry: No room. [no-space]");
        }
    }

    @Test
    void quiet_leaves_data_and_errors() throws IOException {
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, CODE, DONE))) {
            Run run = ferry("send", "file", "-q");

            assertThat(run.out()).contains("7-1234-5678");
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void a_daemon_that_goes_away_in_the_middle_is_exit_3() throws IOException {
        try (ScriptedEndpoint leaver = daemon(with -> {
            with.greet();
            with.hear();
            with.say(CODE);
        })) {
            Run run = ferry("send", "file");

            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err()).contains("[daemon-unreachable]");
        }
    }

    @Test
    void a_daemon_of_another_version_is_exit_3_and_named() throws IOException {
        try (ScriptedEndpoint stranger = daemon(with -> {
            with.hear();
            with.say("{'hello':2,'version':'1000.0'}");
        })) {
            Run run = ferry("status");

            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err()).contains("1000.0", "Restart");
        }
    }

    @Test
    void something_that_speaks_no_json_is_exit_3() throws IOException {
        try (ScriptedEndpoint babbler = daemon(with -> {
            with.hear();
            with.say("HTTP/1.1 400 Bad Request");
        })) {
            assertThat(ferry("status").exit()).isEqualTo(3);
        }
    }

    @Test
    void a_code_is_read_from_a_file_or_from_standard_input() throws Exception {
        Files.writeString(folder.resolve("secret"), " 7-1234-5678\n");
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0))) {
            ferry("receive", "--code-file", "secret", "--yes");
            ferry(PIPE, "8-1234-5678\n", "receive", "-", "--yes");

            assertThat(endpoint.heard.stream().filter(m -> m.containsKey("verb")).map(m -> m.getJsonObject("args").getString("code"))).containsExactly("7-1234-5678", "8-1234-5678");
        }
    }

    @Test
    void a_ticket_is_read_from_a_picture() throws Exception {
        Files.write(folder.resolve("code.png"), QrPicture.png("FERRY:AAAA"));
        Files.write(folder.resolve("menu.png"), QrPicture.png("https://example.org/menu"));
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0))) {
            ferry("receive", "--qr-image", "code.png", "--yes");
            ferry("pair", "--qr-image", "code.png");
            Run foreign = ferry("receive", "--qr-image", "menu.png", "--yes");

            assertThat(endpoint.heard.stream().filter(m -> m.containsKey("verb")).map(m -> m.getJsonObject("args").getString("code"))).containsExactly("FERRY:AAAA", "FERRY:AAAA");
            assertThat(foreign.exit()).isEqualTo(22);
            assertThat(foreign.err()).contains("not one of Ferry's", "[foreign-qr-code]").doesNotContain("example.org");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ndjson", "-v"})
    void the_code_is_drawn_into_a_file_of_this_user_alone_for_as_long_as_the_command_runs(String form) throws Exception {
        Path drawn = folder.resolve("code.png");
        AtomicReference<String> seen = new AtomicReference<>("");
        try (ScriptedEndpoint endpoint = daemon(with -> {
            with.greet();
            with.hear();
            with.say(CODE);
            with.say("{'request':1,'event':'progress','time':'2000-01-01T00:00:01Z','state':'pending','bytes':0,'total':1,'files':0,'totalFiles':1}");
            Awaitility.await().until(() -> Files.exists(drawn) && Files.size(drawn) > 0);
            Awaitility.await().ignoreExceptions().untilAsserted(() -> seen.set(PosixFilePermissions.toString(Files.getPosixFilePermissions(drawn)) + " " + QrScan.ticket(drawn)));
            with.say(DONE);
            with.say("{'request':1,'end':0}");
        })) {
            Run run = ferry("send", "file", "--qr-file", "code.png", "--qr-page", "https://example.org/get", form);

            assertThat(run.exit()).isZero();
            assertThat(seen).hasValue("rw------- https://example.org/get#FERRY:AAAA");
            assertThat(drawn).doesNotExist();
        }
    }

    @Test
    void a_drawing_replaces_nothing() throws Exception {
        Files.writeString(folder.resolve("mine.svg"), "mine");

        Run run = ferry("pair", "--qr-file", "mine.svg");

        assertThat(run.exit()).isEqualTo(13);
        assertThat(run.err()).contains("[conflict]");
        assertThat(folder.resolve("mine.svg")).hasContent("mine");
        assertThat(host.started).hasValue(0);
    }

    @Test
    void what_the_sender_left_out_is_counted_where_its_names_are_not_known() throws Exception {
        String none = DONE.replace("'skipped':0", "'skipped':3").replace("'direction':'send'", "'direction':'receive'");
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(10, none))) {
            Run run = ferry("receive", "7-1234-5678", "--yes");

            assertThat(run.exit()).isEqualTo(10);
            assertThat(run.err()).contains("3 left out:", "3 by the sender, whose screen names them");
        }
    }

    @Test
    void without_a_daemon_a_device_is_started_for_the_one_command_and_stopped() throws IOException {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(folder.resolve("one.sock"), ScriptedEndpoint.answers(0, CODE, DONE))) {
            assertThat(ferry("send", "file").exit()).isZero();
            assertThat(host.started).hasValue(1);
            assertThat(host.stopped).hasValue(1);
        }
    }

    @Test
    void a_jar_is_judged_where_no_daemon_runs() throws IOException {
        String verdict = "{'request':1,'event':'plugin','time':'2000-01-01T00:00:00Z','file':'a.jar','name':'com.example.a','version':'1.0.0','state':'ready','provides':[],'explanation':'It would start.'}";
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(folder.resolve("one.sock"), ScriptedEndpoint.answers(0, verdict))) {
            Run run = ferry("plugin", "verify", "a.jar");
            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("com.example.a 1.0.0 ready");
            assertThat(endpoint.heard).last().satisfies(r -> assertThat(r.getJsonObject("args").getString("plugin")).isEqualTo("a.jar"));
            assertThat(host.stopped).hasValue(1);
        }
        assertThat(ferry("plugin", "install", "a.jar").exit()).as("there is nothing to install it into").isEqualTo(3);
    }

    @Test
    void a_device_without_a_key_is_listed_by_its_address() throws IOException {
        String known = "{'request':1,'event':'device','time':'2000-01-01T00:00:00Z','id':'" + "0a".repeat(32) + "','name':'ben','relationship':'verified','routes':[]}";
        String typed = "{'request':1,'event':'device','time':'2000-01-01T00:00:00Z','id':'127.0.0.1:47902','name':'nas','relationship':'unknown','routes':[]}";
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, known, typed))) {
            assertThat(ferry("devices").out()).contains("0a0a-0a0a", "127.0.0.1:47902");
            assertThat(endpoint.heard).isNotEmpty();
        }
    }

    @Test
    void who_sees_nobody_is_told_when_strangers_are_seen() throws IOException {
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0))) {
            assertThat(ferry("devices").err()).contains("ferry receive", "shows a code", "ferry pair").doesNotContain("ferry up");
            assertThat(endpoint.heard).isNotEmpty();
        }
    }

    @Test
    void a_guest_sends_by_code_and_says_why_not_by_name() throws IOException {
        host = new TestHost(folder, true);
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(folder.resolve("one.sock"), ScriptedEndpoint.answers(0, CODE, DONE))) {
            assertThat(ferry("send", "file").exit()).isZero();
            assertThat(ferry("send", "file", "--to", "7-1234-5678").exit()).isZero();
            Run byName = ferry("send", "file", "--to", "ben");
            assertThat(byName.exit()).isEqualTo(3);
            assertThat(byName.err()).contains("[home-in-use]");
            assertThat(ferry("trust", "ben", "trusted").exit()).isEqualTo(3);
            assertThat(host.stopped).hasValue(host.started.get());
        }
    }

    @Test
    void a_second_daemon_on_one_home_is_exit_4() {
        Run run = ferry("up");

        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("already in use");
    }

    @Test
    void help_lists_every_verb_and_the_exit_codes() {
        assertThat(ferry("help").out()).contains("send", "receive", "pair", "devices", "trust", "block", "unblock", "unpair", "inbox", "transfers", "refs", "status", "up", "demo",
                "version").containsPattern("20 +rejected");
        assertThat(ferry("help").out().replaceAll("\\s+", " ")).as("each verb in one whole sentence").contains("are not asked about. block", "may take of the network. status",
                "fetches or adds to them. limit");
        assertThat(ferry("help", "send").out()).contains("--to", "--limit");
        assertThat(ferry("send", "--help").exit()).isZero();
    }

    @Test
    void a_reference_is_given_listed_and_used() throws IOException {
        String reference = "{'request':1,'event':'reference','time':'2000-01-01T00:00:00Z','id':'3f2a0000-1','direction':'held','name':'nas','device':'d','names':['films/','b'],'access':'read',"
                + "'state':'active','since':'2000-01-01T00:00:00Z','count':5,'bytes':2048}";
        String entry = "{'request':1,'event':'entry','time':'2000-01-01T00:00:00Z','path':'films/a\\\\u{202e}','folder':false,'bytes':2048}";
        try (ScriptedEndpoint endpoint = daemon(ScriptedEndpoint.answers(0, reference, entry))) {
            Run given = ferry("send", "file", "--to", "nas", "--reference", "--access", "write", "--expires", "7d");
            assertThat(given.out()).isEqualToIgnoringNewLines("3f2a0000-1");
            assertThat(given.err()).contains("stay here", "until it is revoked", "ferry refs revoke 3f2a0000");
            assertThat(endpoint.heard).last().satisfies(r -> assertThat(r.getJsonObject("args").toString()).contains("\"access\":\"write\"", "\"lifeMillis\":604800000"));
            assertThat(ferry("refs").out()).contains("3f2a0000  held  nas", "read    active", "never", "films/ b");
            assertThat(ferry("refs", "ls", "3f2a", "films", "-r").out()).contains("2.00 KiB", "films/a\\u{202e}");
            assertThat(endpoint.heard).last().satisfies(r -> assertThat(r.getJsonObject("args").toString()).contains("\"whole\":true", "\"path\":\"films\""));
            ferry("refs", "get", "3f2a", "films/a", "-o", "got");
            assertThat(endpoint.heard).last().satisfies(r -> assertThat(r.getJsonObject("args").toString()).contains("\"paths\":[\"films/a\"]", "\"conflict\":\"skip\"", "\"folder\":\"got\""));
            ferry("refs", "put", "3f2a", "file");
            assertThat(endpoint.heard).last().satisfies(r -> assertThat(r.getString("verb")).isEqualTo("refs.put"));
            assertThat(ferry("refs", "revoke", "3f2a").err()).contains("nas reaches these files no more");
        }
    }
}
