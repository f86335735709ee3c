package dev.ferry.core.resolver.internal.suggest;

import java.util.Locale;
import java.util.Set;

/** What sort of files these are, by their names alone: nothing is opened. Names of constants are stored; they stay. */
public enum FileType {
    PHOTOS("photos", "jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp", "raw", "cr2", "cr3", "nef", "arw", "dng", "svg", "xcf", "psd"),
    VIDEOS("videos", "mp4", "m4v", "mkv", "mov", "avi", "webm", "mpg", "mpeg", "mts", "m2ts", "3gp", "wmv", "flv"),
    MUSIC("music", "mp3", "flac", "ogg", "oga", "opus", "m4a", "aac", "wav", "aif", "aiff", "mid", "midi", "wma"),
    DOCUMENTS("documents", "pdf", "txt", "md", "rtf", "doc", "docx", "odt", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "epub", "tex", "html", "htm"),
    CODE("source code", "java", "kt", "c", "h", "cc", "cpp", "hpp", "rs", "go", "py", "rb", "js", "ts", "css", "sh", "sql", "json", "xml", "yaml", "yml", "toml", "gradle", "php", "swift"),
    ARCHIVES("archives and images of disks", "zip", "tar", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "iso", "img", "qcow2", "vmdk", "dmg"),
    PROGRAMS("programs", "deb", "rpm", "apk", "appimage", "exe", "msi", "jar", "flatpak", "snap"),
    /** Names say nothing. */
    OTHER("files of this sort"),
    /** No sort makes up half of them. */
    MIXED("mixed files");

    private final String words;
    private final Set<String> extensions;

    FileType(String words, String... extensions) {
        this.words = words;
        this.extensions = Set.of(extensions);
    }

    /** For a person, in the plural. */
    public String words() {
        return words;
    }

    static FileType of(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        for (FileType type : values()) {
            if (type.extensions.contains(extension)) {
                return type;
            }
        }
        return OTHER;
    }
}
