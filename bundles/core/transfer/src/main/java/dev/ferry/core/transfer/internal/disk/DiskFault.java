package dev.ferry.core.transfer.internal.disk;

/** Why something could not be read or written. */
public enum DiskFault {
    /** The disk is full, or the user's quota is used up. Goes on after space is freed. */
    NO_SPACE,
    /** The system does not allow it here. */
    ACCESS_DENIED,
    /** The file system is mounted for reading only. */
    READ_ONLY,
    /** This process holds too many open files. */
    TOO_MANY_OPEN_FILES,
    /** The file system, or the locale that Java was started with, cannot hold this name. */
    NAME_NOT_POSSIBLE,
    /** Something that is no directory stands where one is needed. */
    NOT_A_DIRECTORY,
    /** A symbolic link stands where a directory is needed; it is not followed. */
    SYMBOLIC_LINK,
    /** The directory is one of Ferry's own: nothing is received into it. */
    OWN_FOLDER,
    /** More or fewer bytes than announced. */
    WRONG_LENGTH,
    /** Another process put something else in place of our own file. */
    INTERFERENCE,
    /** The system cannot hold directories open; only Unix-like ones are supported. */
    UNSUPPORTED_SYSTEM,
    /** The folder is gone. */
    FOLDER_GONE,
    /** The device failed. */
    DEVICE
}
