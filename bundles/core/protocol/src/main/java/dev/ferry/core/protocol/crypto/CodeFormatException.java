package dev.ferry.core.protocol.crypto;

/** What was typed, pasted or scanned is no code or ticket. The message is a sentence for the person and repeats none of it. */
public final class CodeFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    CodeFormatException(String sentence) {
        super(sentence);
    }
}
