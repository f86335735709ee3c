package dev.ferry.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DrawingTest {

    private static final Path DRAWING = Ferry.ROOT.resolve("cnf/architecture.puml");
    private static final Pattern OUR_BOX = Pattern.compile("<<(dev\\.ferry\\.[a-z.]+?)\\.\\.>>");

    @Test
    void every_dependency_is_an_arrow_of_the_drawing() {
        classes()
                .should(adhereToPlantUmlDiagram(DRAWING, consideringOnlyDependenciesInDiagram()))
                .because("the drawing in cnf/architecture.puml is the architecture; an arrow is added there or not at all")
                .check(Ferry.CLASSES);
    }

    @Test
    void every_package_is_in_a_box_and_every_box_has_a_package() throws IOException {
        List<String> boxes = OUR_BOX.matcher(Files.readString(DRAWING)).results().map(box -> box.group(1)).toList();

        assertThat(Ferry.CLASSES).extracting(JavaClass::getPackageName).as("packages that no box holds")
                .allMatch(name -> boxes.stream().anyMatch(box -> holds(box, name)));
        assertThat(boxes).as("boxes that hold no package")
                .allMatch(box -> Ferry.CLASSES.stream().anyMatch(type -> holds(box, type.getPackageName())));
    }

    private static boolean holds(String box, String name) {
        return (name + ".").startsWith(box + ".");
    }
}
