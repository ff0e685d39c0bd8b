package io.tallybook.app;

import io.tallybook.api.ApiConfiguration;
import io.tallybook.query.QueryConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;

/** Starts Tallybook. */
@SpringBootApplication(
        scanBasePackages = {"io.tallybook.app", "io.tallybook.command", "io.tallybook.sagas"},
        // Whole class names: an aggregate is called Environment, and so is a bean of Spring's own.
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Import({ApiConfiguration.class, QueryConfiguration.class})
public class Tallybook {
    public static void main(String[] arguments) {
        SpringApplication.run(Tallybook.class, arguments);
    }
}
