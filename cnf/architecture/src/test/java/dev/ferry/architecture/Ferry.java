package dev.ferry.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;

/** What the rules look at: every class of every bundle, and the tree that they were built from. */
final class Ferry {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/dev/ferry/architecture/"))
            .importPackages("dev.ferry");

    private Ferry() {
    }
}
