package dev.ferry.core.transfer.internal.pace;

import dev.ferry.api.ShareOptions.Priority;

/** A link that can tell the network how urgent what it carries is. */
public interface Hurrying {
    /** The most urgent of what is to be sent over it from now on. Returns at once. */
    void hurry(Priority most);
}
