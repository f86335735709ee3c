package dev.ferry.edge.deploy.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Whether a jar may run here, and as what. Judges a private copy, so that what was judged is what is started. */
final class Judge {
    private final Signers signers;
    private final Supplier<Set<String>> taken;

    /** @param taken symbolic names of the bundles that belong to the installation */
    Judge(Signers signers, Supplier<Set<String>> taken) {
        this.signers = signers;
        this.taken = taken;
    }

    /** What came of it. */
    sealed interface Judgement {
        /** It may run. */
        record Fit(Lint.Plugin plugin, Optional<String> signer) implements Judgement { }

        /** @param reason a sentence that says what to do */
        record Unfit(String reason) implements Judgement { }
    }

    /**
     * @param file how a person calls it
     * @param copy where its bytes are written to, and stay
     */
    Judgement judge(String file, PluginFolder.Content content, Path copy) throws IOException {
        Signers.Verdict verdict = signers.judge(file, content.jar(), content.signature());
        if (verdict instanceof Signers.Verdict.Refused refused) {
            return new Judgement.Unfit(refused.reason());
        }
        Files.write(copy, content.jar());
        try {
            Lint.Plugin plugin = Lint.check(JarFacts.read(copy));
            if (taken.get().contains(plugin.name())) {
                return new Judgement.Unfit(plugin.name() + " is a part of this installation, and a plugin may not replace it. Give the plugin a name of its own.");
            }
            return new Judgement.Fit(plugin, ((Signers.Verdict.Accepted) verdict).signer());
        } catch (JarFacts.BadJar e) {
            return new Judgement.Unfit(e.getMessage());
        }
    }
}
