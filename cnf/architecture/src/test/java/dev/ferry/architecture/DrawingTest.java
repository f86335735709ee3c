package dev.ferry.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import org.junit.jupiter.api.Test;

class DrawingTest {

    @Test
    void every_dependency_is_an_arrow_of_the_drawing() {
        classes()
                .should(adhereToPlantUmlDiagram(Ferry.ROOT.resolve("cnf/architecture.puml"), consideringOnlyDependenciesInDiagram()))
                .because("the drawing in cnf/architecture.puml is the architecture; an arrow is added there or not at all")
                .check(Ferry.CLASSES);
    }
}
