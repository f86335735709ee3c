package dev.ferry.core.transfer.internal.source;

import java.io.IOException;

/** What a walk of many folders does to the handles that it has not used for long. */
public final class Evicted {
    private Evicted() {
    }

    /** The folder of a file is opened anew when it is used next. */
    public static SourceEntry.File file(SourceEntry.File file) throws IOException {
        forget(file.place());
        return file;
    }

    public static SourceEntry.Folder folder(SourceEntry.Folder folder) throws IOException {
        forget(folder.place());
        return folder;
    }

    private static void forget(SourcePlace place) throws IOException {
        place.root().directories().forget(place.parent());
    }
}
