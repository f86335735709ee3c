package dev.ferry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person is asked about an offer, and what becomes of the answer. */
class OfferQuestionsTest extends Commands {
    private static final String OFFER = "{'request':1,'event':'offer','time':'2000-01-01T00:00:00Z','id':'o-1','name':'cleo','relationship':'unknown','verifiedBy':'words',"
            + "'words':['apple','bench','cloud','delta'],'count':1,'bytes':5,'items':[{'index':0,'path':'note.txt','extension':'txt','folder':false,'bytes':5}],"
            + "'expires':'2000-01-01T00:02:00Z'}";

    @Test
    void a_yes_is_sent_with_where_and_how() throws Exception {
        try (ScriptedEndpoint endpoint = daemon(asking())) {
            Run run = ferry(PIPE, "y\n", "receive", "7-1234-5678", "-o", "in", "--on-conflict", "skip");

            assertThat(run.exit()).isZero();
            assertThat(run.err()).contains("A stranger that calls itself \"cleo\" offers 1 file", "apple  bench  cloud  delta");
            JsonObject answer = answer(endpoint);
            assertThat(answer.getBoolean("accept")).isTrue();
            assertThat(answer.getString("offer")).isEqualTo("o-1");
            assertThat(answer.getString("folder")).isEqualTo("in");
            assertThat(answer.getString("conflict")).isEqualTo("skip");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "n\n", "yup\n", "ja\n"})
    void anything_but_a_yes_is_a_no(String typed) throws Exception {
        try (ScriptedEndpoint endpoint = daemon(asking())) {
            ferry(PIPE, typed, "receive", "7-1234-5678");

            assertThat(answer(endpoint).getBoolean("accept")).isFalse();
        }
    }

    @Test
    void silence_is_a_no_and_input_needed() throws Exception {
        try (ScriptedEndpoint endpoint = daemon(asking())) {
            Run run = ferry(PIPE, "", "receive", "7-1234-5678");

            assertThat(run.exit()).isEqualTo(12);
            assertThat(answer(endpoint).getBoolean("accept")).isFalse();
        }
    }

    @Test
    void a_question_whose_offer_is_withdrawn_is_asked_no_longer() throws Exception {
        PipedWriter silentPerson = new PipedWriter();
        try (silentPerson; ScriptedEndpoint endpoint = daemon(with -> {
            with.greet();
            with.hear();
            with.say(OFFER);
            with.say("{'request':1,'event':'error','time':'2000-01-01T00:00:02Z','code':'cancelled','message':'The other side cancelled.','exit':20}");
            with.say("{'request':1,'end':20}");
        })) {
            Run run = ferry(SCREEN, new PipedReader(silentPerson), "receive", "7-1234-5678");

            assertThat(run.exit()).isEqualTo(20);
            assertThat(run.err()).endsWith("ferry: The other side cancelled. [cancelled]\n");
            assertThat(endpoint.heard).noneMatch(m -> m.containsKey("answer"));
        }
    }

    @Test
    void blocking_is_one_letter_away() throws Exception {
        try (ScriptedEndpoint endpoint = daemon(asking())) {
            ferry(PIPE, "b\n", "receive", "7-1234-5678");

            assertThat(answer(endpoint).getBoolean("block")).isTrue();
        }
    }

    @Test
    void on_a_terminal_a_name_that_exists_is_asked_about() throws Exception {
        Files.writeString(folder.resolve("note.txt"), "mine");
        try (ScriptedEndpoint endpoint = daemon(asking())) {
            Run run = ferry(SCREEN, "y\ns\n", "receive", "7-1234-5678");

            assertThat(run.err()).contains("note.txt exists").doesNotContain("[o]verwrite");
            assertThat(answer(endpoint).getString("conflict")).isEqualTo("skip");
        }
    }

    @Test
    void nobody_is_asked_where_nobody_may_be() {
        Run run = ferry("receive", "7-1234-5678", "--no-input");

        assertThat(run.exit()).isEqualTo(12);
        assertThat(host.started).hasValue(0);
    }

    /** Offers once and ends as the answer says. */
    private static ScriptedEndpoint.Script asking() {
        return with -> {
            with.greet();
            with.hear();
            with.say(OFFER);
            boolean accepted = with.hear().getJsonObject("answer").getBoolean("accept");
            with.say("{'request':1,'end':" + (accepted ? 0 : 20) + "}");
        };
    }

    private static JsonObject answer(ScriptedEndpoint endpoint) {
        return endpoint.heard.stream().filter(m -> m.containsKey("answer")).findFirst().orElseThrow().getJsonObject("answer");
    }
}
