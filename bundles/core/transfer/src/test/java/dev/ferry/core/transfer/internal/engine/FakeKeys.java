package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.Binding;
import dev.ferry.core.protocol.crypto.CheckWords;
import dev.ferry.core.protocol.crypto.LinkKeys;
import dev.ferry.core.protocol.crypto.ProtocolVersions;
import dev.ferry.core.protocol.crypto.Purpose;
import java.security.SecureRandom;

/** Keys of a link that nobody greeted on. */
final class FakeKeys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ProtocolVersions VERSIONS = ProtocolVersions.of(1);

    private FakeKeys() { }

    static LinkKeys fresh() {
        Binding binding = Binding.of(new byte[] {1}, new byte[] {2});
        CheckWords.Client client = new CheckWords.Client(Purpose.DROP, binding, VERSIONS, RANDOM);
        CheckWords.Server server = new CheckWords.Server(Purpose.DROP, binding, VERSIONS, RANDOM);
        try {
            server.verify(client.open(VERSIONS, server.answer(VERSIONS, client.commit())));
            return client.result().keys();
        } catch (AuthFailedException e) {
            throw new IllegalStateException(e);
        }
    }
}
