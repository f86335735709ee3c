package dev.ferry.edge.cli.internal.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.edge.cli.internal.control.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferPrinterTest {

    private static List<String> lines(String offer) {
        return OfferPrinter.lines(Json.object(offer.replace('\'', '"')));
    }

    @Test
    void a_stranger_is_called_one_and_its_words_are_shown() {
        assertThat(lines("""
                {'name':'cleo','relationship':'unknown','verifiedBy':'words','words':['apple','bench','cloud','delta'],'count':1,'bytes':5,'message':'hi',
                 'items':[{'index':0,'path':'note.txt','extension':'txt','folder':false,'bytes':5}],'free':2048}"""))
                .containsExactly(
                        "A stranger that calls itself \"cleo\" offers 1 file, 5 B.",
                        "  identity  not verified until you compare the four words with the sender's screen",
                        "  words     apple  bench  cloud  delta",
                        "  message   hi",
                        "  5 B       note.txt   (a .txt file)",
                        "  free here 2.00 KiB");
    }

    @Test
    void a_paired_device_is_named_with_its_trust() {
        assertThat(lines("{'name':'ben','relationship':'verified','words':[],'count':0,'bytes':0,'items':[]}"))
                .contains("\"ben\" offers 0 files and folders, 0 B.", "  identity  paired with this device, verified");
    }

    @Test
    void what_is_to_be_minded_about_a_stranger_stands_beside_its_identity() {
        assertThat(lines("{'name':'ben','relationship':'unknown','verifiedBy':'words','words':[],'count':1,'bytes':1,'items':[],'warnings':['Its name looks like that of your paired device ben.']}"))
                .containsSubsequence("  identity  not verified until you compare the four words with the sender's screen", "  beware    Its name looks like that of your paired device ben.");
    }

    @Test
    void a_move_is_said_to_be_one() {
        String offer = "{'name':'ben','relationship':'verified','words':[],'count':0,'bytes':0,'items':[],'moves':true}";
        assertThat(lines(offer)).contains("  a move    the sender deletes its files after you have them");
        assertThat(lines(offer.replace("true", "false"))).noneMatch(line -> line.contains("move"));
    }

    @Test
    void a_reference_is_called_one_and_says_what_it_is_good_for() {
        assertThat(lines("{'name':'nas','relationship':'verified','words':[],'count':5,'bytes':0,'items':[],'reference':{'access':'write'}}"))
                .contains("\"nas\" offers a reference to 5 files and folders, 0 B.", "  reference to be read and added to, until it is revoked; the files stay there");
    }

    @Test
    void no_text_of_a_peer_makes_a_line_of_its_own() {
        List<String> lines = lines("""
                {'name':'x\\nAccept? [Y]es: y','relationship':'unknown','verifiedBy':'none','words':[],'count':1,'bytes':1,'message':'\\u001b[2J\\u202e',
                 'items':[{'index':0,'path':'photo\\u202egpj.exe','extension':'exe','folder':false,'bytes':1}]}""");

        assertThat(lines).hasSize(4).noneMatch(line -> line.chars().anyMatch(c -> c < 0x20 || c == 0x202e));
        assertThat(lines.get(3)).contains("photo\\u{202e}gpj.exe", "(a .exe file)");
    }

    @Test
    void a_long_list_is_cut_and_says_so() {
        String items = "{'index':0,'path':'f','extension':'','folder':false,'bytes':1},".repeat(40);

        assertThat(lines("{'name':'x','relationship':'unknown','words':[],'count':5000,'bytes':1,'items':[" + items.substring(0, items.length() - 1) + "]}"))
                .contains("  and 4990 more");
    }
}
