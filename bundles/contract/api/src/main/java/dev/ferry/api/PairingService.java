package dev.ferry.api;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Makes relationships. Moves no file and creates no share. */
@ProviderType
public interface PairingService {
    /**
     * Shows a code for another device to type. At most three in ten minutes, each for 180 seconds and one try.
     *
     * @throws FerryException too many codes, or no listener is open
     */
    Showing show() throws FerryException;

    /**
     * Types a code, ticket or link that another device shows. Completes with the new device, paired as {@code VERIFIED}, or exceptionally with a
     * {@link FerryException}. Cancel by cancelling the future.
     */
    CompletionStage<DeviceRelationship.Paired> join(String code);

    /** A code on the screen. Closing it takes the code back. */
    interface Showing extends AutoCloseable {
        /** {@code 7-1234-5678}. */
        String code();

        /** The same secret's larger form for a QR code. */
        String ticket();

        Instant expires();

        /** Completes with the new device, or exceptionally with a {@link FerryException}: wrong code, expired, closed. */
        CompletionStage<DeviceRelationship.Paired> result();

        @Override
        void close();
    }
}
