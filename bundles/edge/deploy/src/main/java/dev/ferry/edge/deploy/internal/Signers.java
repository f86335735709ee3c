package dev.ferry.edge.deploy.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whose plugins run here.
 *
 * @param unsigned whether one without a signature runs too; one with a wrong signature never does
 */
record Signers(List<SshKey> trusted, boolean unsigned) {
    Signers {
        trusted = List.copyOf(trusted);
    }

    /** @throws IllegalArgumentException with a sentence for the person who wrote the configuration */
    static Signers of(String[] lines, boolean unsigned) {
        return new Signers(Arrays.stream(lines).filter(l -> !l.isBlank()).map(SshKey::parse).toList(), unsigned);
    }

    /** What a signature says about a jar. */
    sealed interface Verdict {
        /** @param signer empty for an unsigned one that may run */
        record Accepted(Optional<String> signer) implements Verdict { }

        /** @param reason a sentence that says what to do */
        record Refused(String reason) implements Verdict { }
    }

    /**
     * @param file      the jar's name, for the person who reads the answer
     * @param jar       all its bytes
     * @param signature what stands in the file beside it
     */
    Verdict judge(String file, byte[] jar, Optional<String> signature) {
        if (signature.isEmpty()) {
            return unsigned ? new Verdict.Accepted(Optional.empty()) : new Verdict.Refused("It is not signed: there is no " + file
                    + ".sig beside it. Its vendor makes one with: ssh-keygen -Y sign -n " + SshSignature.NAMESPACE + " -f KEY " + file
                    + ". To run plugins that nobody signed, as while you develop one, write into config/ferry.json of this home \"dev.ferry.edge.deploy\": { \"unsigned\": true } and restart the daemon.");
        }
        SshSignature parsed;
        try {
            parsed = SshSignature.parse(signature.get());
            if (!parsed.covers(jar, SshSignature.NAMESPACE)) {
                return new Verdict.Refused("Its signature does not fit: the jar was changed after it was signed, or it was signed for another purpose than "
                        + SshSignature.NAMESPACE + ". Get both files again from the vendor.");
            }
        } catch (IOException e) {
            return new Verdict.Refused(file + ".sig is no signature that ssh-keygen -Y sign makes with an Ed25519 key. Get it again from the vendor.");
        }
        return trusted.stream().filter(parsed.key()::equals).findFirst()
                .<Verdict>map(key -> new Verdict.Accepted(Optional.of(key.comment().isEmpty() ? key.line() : key.comment())))
                .orElseGet(() -> new Verdict.Refused("It is signed by a key that is not trusted here. If you know that this is its vendor's key, write into config/ferry.json of this home"
                        + " \"dev.ferry.edge.deploy\": { \"signers\": [\"its line\"] } and restart the daemon. The line: " + parsed.key().line()));
    }
}
