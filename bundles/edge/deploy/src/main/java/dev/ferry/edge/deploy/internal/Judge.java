package dev.ferry.edge.deploy.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.Version;

/** Whether a jar may run here, and as what. Judges a private copy, so that what was judged is what is started. */
final class Judge {
    private final Signers signers;
    private final Supplier<Set<String>> taken;
    private final Supplier<Map<String, Set<Version>>> offered;

    /**
     * @param taken   symbolic names of the bundles that belong to the installation
     * @param offered the versions of each package that these export
     */
    Judge(Signers signers, Supplier<Set<String>> taken, Supplier<Map<String, Set<Version>>> offered) {
        this.signers = signers;
        this.taken = taken;
        this.offered = offered;
    }

    /** What came of it. */
    sealed interface Judgement {
        /** It may run. */
        record Fit(Lint.Plugin plugin, Optional<String> signer) implements Judgement { }

        /**
         * It may run and cannot: it was made for another version of the contract.
         *
         * @param reason a sentence that says which, and what to do
         */
        record Misfit(Lint.Plugin plugin, Optional<String> signer, String reason) implements Judgement { }

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
            JarFacts facts = JarFacts.read(copy);
            Lint.Plugin plugin = Lint.check(facts);
            if (taken.get().contains(plugin.name())) {
                return new Judgement.Unfit(plugin.name() + " is a part of this installation, and a plugin may not replace it. Give the plugin a name of its own.");
            }
            Optional<String> signer = ((Signers.Verdict.Accepted) verdict).signer();
            return Contract.misfit(facts, offered.get()).<Judgement>map(reason -> new Judgement.Misfit(plugin, signer, reason)).orElseGet(() -> new Judgement.Fit(plugin, signer));
        } catch (JarFacts.BadJar e) {
            return new Judgement.Unfit(e.getMessage());
        }
    }
}
