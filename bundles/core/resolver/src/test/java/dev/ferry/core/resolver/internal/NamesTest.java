package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({"Laptop,laptop", "ﬁle server,FILE SERVER", "ＮＡＳ,nas", "STRASSE,straße", "Émile,émile"})
    void typed_alike(String one, String other) {
        assertThat(Names.folded(one)).isEqualTo(Names.folded(other));
    }

    @ParameterizedTest
    @CsvSource({"laptop,lаptop", "laptop,1aptop", "Laptop,LAPT0P", "paul,pau1", "paul,рaul", "anna's mac,annas-mac", "office nas,office_nas", "modern,modem", "bill,biII", "émile,emile",
            "ferry,f\u0435rry", "laptop,lap\u00adtop"})
    void looks_alike(String one, String other) {
        assertThat(Names.skeleton(one)).isEqualTo(Names.skeleton(other));
    }

    @Test
    void different_names_look_different() {
        assertThat(Stream.of("laptop", "desktop", "phone", "anne", "anna", "bob", "nas", "nas2", "nas3").map(Names::skeleton).distinct()).hasSize(9);
    }
}
