package @name@;

import dev.ferry.spi.policy.PolicyQuestion;
import dev.ferry.spi.policy.PolicyRule;
import dev.ferry.spi.policy.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What makes the class beside it a plugin: a service when the bundle starts. */
@Component(name = "@name@")
public final class @Class@Component implements PolicyRule {
    /** The configuration with its defaults; each method is a key. A change of it makes a new component. */
    @interface Config {
        /** The largest offer from or to a device that is not trusted; 0 is any. */
        long mostBytes() default 0;
    }

    private final @Class@Rule rule;

    @Activate
    public @Class@Component(Config config) {
        rule = new @Class@Rule(config.mostBytes());
    }

    @Override
    public Verdict examine(PolicyQuestion question) {
        return rule.examine(question);
    }
}
