package dev.ferry.runtime.exam;

import java.io.IOException;
import java.util.List;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** The feature {@code base}. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BaseStartsTest extends FeatureStarts {
    @Configuration
    public Option[] framework() throws IOException {
        return new Option[] {Distribution.feature("base")};
    }

    @Override
    protected List<String> plugins() {
        return List.of("discovery/fixed", "discovery/qr", "transport/tcp", "security/trusted", "security/verified", "security/ephemeral");
    }
}
