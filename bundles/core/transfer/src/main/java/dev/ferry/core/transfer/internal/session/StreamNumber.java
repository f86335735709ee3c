package dev.ferry.core.transfer.internal.session;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;

/** Which stream a message of a transfer names. */
final class StreamNumber {
    private StreamNumber() { }

    static int of(Control control) throws ProtocolException {
        return switch (control.getOfCase()) {
            case MANIFEST_PAGE -> control.getManifestPage().getStream();
            case MANIFEST_END -> control.getManifestEnd().getStream();
            case ACCEPT -> control.getAccept().getStream();
            case REJECT -> control.getReject().getStream();
            case WANT -> control.getWant().getStream();
            case GRANT -> control.getGrant().getStream();
            case RECEIPT -> control.getReceipt().getStream();
            case ENTRY_PROBLEM -> control.getEntryProblem().getStream();
            case FLOW -> control.getFlow().getStream();
            case CANCEL -> control.getCancel().getStream();
            case SOURCE_END -> control.getSourceEnd().getStream();
            case DIGESTS -> control.getDigests().getStream();
            case PIECES -> control.getPieces().getStream();
            case FINISHED -> control.getFinished().getStream();
            case REFERENCE_OFFER -> control.getReferenceOffer().getStream();
            case REFERENCE_ANSWER -> control.getReferenceAnswer().getStream();
            case REFERENCE_LIST -> control.getReferenceList().getStream();
            case REFERENCE_MORE -> control.getReferenceMore().getStream();
            case REFERENCE_PAGE -> control.getReferencePage().getStream();
            case REFERENCE_GET -> control.getReferenceGet().getStream();
            default -> throw new ProtocolException("A message " + control.getOfCase() + " is not legal on an authenticated connection");
        };
    }
}
