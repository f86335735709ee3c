package dev.ferry.core.transfer.internal.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.transfer.internal.names.HostileNames.Hostile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRulesTest {
    /** Written with the regex engine's own tables, so that a mistake in ours shows. */
    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\\\/:<>\"|\\u2800\\u3164\\u115f\\u1160\\uffa0\\uffff\\ufffe]");
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\\u00b9\\u00b2\\u00b3]) *(\\..*)?");

    static List<Hostile> corpus() {
        return HostileNames.all();
    }

    static Stream<Hostile> refused() {
        return corpus().stream().filter(h -> h.expect().equals("reject-item"));
    }

    static Stream<Hostile> harmless() {
        return corpus().stream().filter(h -> h.expect().equals("accept"));
    }

    /** Those whose danger is in the text itself; the others are dangerous only beside another name or in a careless reader. */
    static Stream<Hostile> dangerousInThemselves() {
        List<String> elsewhere = List.of("collision-set", "web", "log-inject", "encoding", "length");
        return corpus().stream().filter(h -> h.expect().equals("neutralise") && !elsewhere.contains(h.kind()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatCouldLeaveTheFolder(Hostile hostile) {
        assertThat(NameRules.judge(hostile.name())).isInstanceOf(NameVerdict.Rejected.class);
        assertThat(NameRules.judge("dir/" + hostile.name())).isInstanceOf(NameVerdict.Rejected.class);
        assertThat(NameRules.judge(hostile.name() + "/dir")).isInstanceOf(NameVerdict.Rejected.class);
        assertThat(NameRules.judge("dir/" + hostile.name() + "/dir")).isInstanceOf(NameVerdict.Rejected.class);
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void leavesWhatOnlyLooksDangerous(Hostile hostile) {
        for (String path : List.of(hostile.name(), "dir/" + hostile.name(), hostile.name() + "/dir")) {
            assertThat(NameRules.judge(path)).isInstanceOfSatisfying(NameVerdict.Accepted.class, a -> assertThat(a.path().toString()).isEqualTo(path));
        }
    }

    @ParameterizedTest
    @MethodSource("dangerousInThemselves")
    void neutralisesDangerousNames(Hostile hostile) {
        assertThat(NameRules.judge(hostile.name())).isInstanceOfSatisfying(NameVerdict.Neutralised.class, n -> {
            assertThat(n.path().toString()).isNotEqualTo(hostile.name());
            assertThat(n.path().components()).hasSameSizeAs(n.said());
            assertThat(n.why()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void whatIsLeftIsHarmlessAtEveryPosition(Hostile hostile) {
        for (String path : List.of(hostile.name(), "dir/" + hostile.name(), hostile.name() + "/dir", "dir/" + hostile.name() + "/dir")) {
            if (NameRules.judge(path) instanceof NameVerdict.Usable usable) {
                List<String> components = usable.path().components();
                assertThat(components.get(0)).doesNotStartWith(".");
                assertThat(components).allSatisfy(component -> {
                    assertThat(HARMFUL.matcher(component).find()).as(component).isFalse();
                    assertThat(DEVICE.matcher(component).matches()).as(component).isFalse();
                    assertThat(component).isNotIn("", ".", "..").doesNotEndWith(".").doesNotEndWith(" ");
                    assertThat(component.getBytes(StandardCharsets.UTF_8).length).isBetween(1, 255);
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void theVerdictOnAComponentDependsOnlyOnWhetherItIsTheFirst(Hostile hostile) {
        NameVerdict middle = NameRules.judge("a/" + hostile.name() + "/z");
        NameVerdict last = NameRules.judge("a/b/" + hostile.name());
        if (middle instanceof NameVerdict.Usable m && last instanceof NameVerdict.Usable l) {
            List<String> inMiddle = m.path().components();
            List<String> atEnd = l.path().components();
            assertThat(inMiddle.subList(1, inMiddle.size() - 1)).isEqualTo(atEnd.subList(2, atEnd.size()));
        } else {
            assertThat(middle).isInstanceOf(NameVerdict.Rejected.class).isEqualTo(last);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proj/.git/config", "proj/.hidden", "a/.ssh/authorized_keys", "日本語/資料／2024.pdf", "ملف.txt", "👍🏽.png", "❤️/x", "e\u0301.txt", "한글.txt", "naïve.txt",
        "a/desktop.ini", "100%.txt", "a%2fb.txt", "x.tar.gz", "file~", "_", "a/b/c/...x", "葛󠄀城", "lib/modules", "C#/x", "Ⅷ.txt", "a　b.txt"})
    void ordinaryNamesOfEveryScriptStay(String path) {
        assertThat(NameRules.judge(path)).isInstanceOfSatisfying(NameVerdict.Accepted.class, a -> assertThat(a.path().toString()).isEqualTo(path));
    }

    @ParameterizedTest
    @CsvSource({".profile,_profile", "..x,_.x", ".git/config,_git/config", "desktop.ini,_desktop.ini", "x.desktop,x.desktop_", "Start Menu/x,_Start Menu/x",
        "con.txt,_con.txt", "a/NUL,a/_NUL", "dir./x,dir_/x", "a/..%2fx,a/.._2fx", "photo\u202egpj.exe,photo_gpj.exe", "GIT~1,GIT_1", "a/GIT~1,a/GIT_1", "a\\b,a_b",
        "p/.x.ferry.part,p/_x.ferry.part", "a.txt:s:$DATA,a.txt_s_$DATA", "..../x,____/x"})
    void putsAStandInWhereTheHarmWas(String said, String kept) {
        assertThat(NameRules.judge(said)).isInstanceOfSatisfying(NameVerdict.Neutralised.class, n -> assertThat(n.path().toString()).isEqualTo(kept));
    }

    @Test
    void shortensTheStemKeepsTheExtensionAndTellsNamesApart() {
        String first = kept("é".repeat(200) + "1.jpeg");
        String second = kept("é".repeat(200) + "2.jpeg");

        assertThat(first).endsWith(".jpeg").startsWith("ééé").isNotEqualTo(second);
        assertThat(first.getBytes(StandardCharsets.UTF_8).length).isBetween(250, 255);
    }

    @Test
    void aNameOf255BytesStays() {
        assertThat(NameRules.judge("x".repeat(251) + ".txt")).isInstanceOf(NameVerdict.Accepted.class);
        assertThat(NameRules.judge("x".repeat(252) + ".txt")).isInstanceOf(NameVerdict.Neutralised.class);
    }

    @Test
    void boundsDepthAndLength() {
        assertThat(NameRules.judge("d/".repeat(3000) + "f")).isInstanceOf(NameVerdict.Accepted.class);
        assertThat(NameRules.judge("d/".repeat(5000) + "f")).isEqualTo(new NameVerdict.Rejected(NameDefect.TOO_DEEP));
        assertThat(NameRules.judge("d".repeat(200_000))).isEqualTo(new NameVerdict.Rejected(NameDefect.TOO_LONG));
    }

    @Test
    void judgesAlikeInTurkish() {
        Locale before = Locale.getDefault();
        List<NameVerdict> here = corpus().stream().map(h -> NameRules.judge(h.name())).toList();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            List<NameVerdict> turkish = corpus().stream().map(h -> NameRules.judge(h.name())).toList();
            assertThat(turkish.toString()).isEqualTo(here.toString());
            assertThat(CollisionKey.of("FILE")).isEqualTo(CollisionKey.of("file")).isEqualTo("file");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String kept(String said) {
        return ((NameVerdict.Usable) NameRules.judge(said)).path().name();
    }
}
