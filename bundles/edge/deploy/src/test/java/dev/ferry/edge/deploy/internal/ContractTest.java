package dev.ferry.edge.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

class ContractTest {
    private static final Map<String, Set<Version>> OFFERED = Map.of("dev.ferry.model", Set.of(new Version(1, 1, 0)),
            "dev.ferry.spi.discovery", Set.of(new Version(1, 2, 0), new Version(2, 0, 0)));

    private static JarFacts importing(String packages) {
        Attributes headers = new Attributes();
        headers.putValue("Import-Package", packages);
        return new JarFacts(headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "dev.ferry.model;version=\"[1,2)\",dev.ferry.spi.discovery;version=\"[1.0,1.3)\"", "dev.ferry.model;dev.ferry.spi.discovery;version=1.1", "dev.ferry.spi.discovery",
        "dev.ferry.spi.discovery;version=\"[2,3)\"", "dev.ferry.spi.policy;version=\"[1,2)\";resolution:=optional", "com.example.other;version=\"[7,8)\"",
        "dev.ferry.model;resolution:=\"optional\";version=\"[9,10)\""})
    void whatFitsIsNotSpokenOf(String packages) throws Exception {
        assertThat(Contract.misfit(importing(packages), OFFERED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "dev.ferry.spi.discovery;version=\"[0.9,1)\"", "com.example.other,dev.ferry.model;version=\"[1,2)\",dev.ferry.spi.discovery;version=\"[0.9,1)\"",
        "dev.ferry.spi.discovery;resolution:=mandatory;version=\"[0.9,1)\""})
    void whatWasMadeForAnotherVersionIsToldBothVersions(String packages) throws Exception {
        assertThat(Contract.misfit(importing(packages), OFFERED)).hasValueSatisfying(
                reason -> assertThat(reason).contains("dev.ferry.spi.discovery in version [0.9,1)", "1.2.0 and 2.0.0", "Get the version").endsWith("."));
    }

    @Test
    void aPackageThatIsNotThereAtAllIsTold() throws Exception {
        assertThat(Contract.misfit(importing("dev.ferry.spi.teleport;version=\"[1,2)\""), OFFERED)).hasValueSatisfying(
                reason -> assertThat(reason).contains("dev.ferry.spi.teleport", "no such package"));
    }

    @Test
    void whatIsNoVersionIsRefused() {
        assertThatThrownBy(() -> Contract.misfit(importing("dev.ferry.model;version=\"[one,two)\""), OFFERED)).isInstanceOf(JarFacts.BadJar.class).hasMessageContaining("[one,two)");
    }
}
