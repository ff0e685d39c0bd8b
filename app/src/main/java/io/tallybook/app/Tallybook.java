package io.tallybook.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** Starts Tallybook. */
@SpringBootApplication(
        scanBasePackages = "io.tallybook",
        // Whole class names: an aggregate is called Environment, and so is a bean of Spring's own.
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class Tallybook {
    public static void main(String[] arguments) {
        SpringApplication.run(Tallybook.class, arguments);
    }
}
