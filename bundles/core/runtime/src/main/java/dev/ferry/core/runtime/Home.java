package dev.ferry.core.runtime;

import java.nio.file.Path;
import java.util.List;

/** Where this device lives. The launcher has made the folders, 0700, and refused ones that others could read. */
public interface Home {
    /** Configuration that a person edits. */
    Path config();

    /** Keys, trust store, journals: what must survive. */
    Path state();

    /** What can be made again. */
    Path cache();

    /** Sockets and locks of the running process. */
    Path run();

    /** Where received files go when nobody says otherwise. */
    Path inbox();

    /** Absolute folders whose content Ferry obeys, runs or keeps secret: all of the above but the inbox, and the plugins' where there is one. Nothing that a peer sends may get there. */
    List<Path> own();

    /** True where another process owns this home and this one may write nothing into it: state is kept in memory. */
    boolean guest();

    /** True where this process is there for one command and ends with it: it begins nothing that is to go on afterwards. */
    boolean passing();
}
