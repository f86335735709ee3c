package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A vendor's project as {@code ferry plugin new} begins it, built with nothing of this build around it: an empty local repository, no network. */
final class VendorProject {
    private final Path work;
    private final Path project;

    private VendorProject(Path work, Path project) {
        this.work = work;
        this.project = project;
    }

    /** @param work where Maven's settings and its local repository go; several projects may share it */
    static VendorProject begin(Device vendor, Path work, String role, String name) {
        return new VendorProject(work, Path.of(vendor.run(0, "plugin", "new", role, name, "--ndjson").event("project").getString("folder")));
    }

    Path folder() {
        return project;
    }

    /** What Maven printed; it has succeeded. */
    String build() throws IOException, InterruptedException {
        Path log = work.resolve(project.getFileName() + ".log");
        Process maven = new ProcessBuilder(System.getProperty("ferry.maven") + "/bin/mvn", "-B", "-ntp", "-s", settings().toString(), "package").directory(project.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(maven.waitFor(5, TimeUnit.MINUTES)).as("built in time: %s", project).isTrue();
        } finally {
            maven.destroyForcibly();
        }
        assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }

    Path jar() {
        return project.resolve("target").resolve(project.getFileName() + ".jar");
    }

    /** Libraries come from this build's own Maven repository, as if it were a remote one. */
    private Path settings() throws IOException {
        String place = "<id>central</id><url>file://%s</url><releases><checksumPolicy>ignore</checksumPolicy></releases>".formatted(System.getProperty("ferry.repository"));
        return Files.writeString(work.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <profiles><profile><id>here</id>
                    <repositories><repository>%s</repository></repositories>
                    <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
                  </profile></profiles>
                  <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
                </settings>
                """.formatted(work.resolve("repository"), place, place));
    }
}
