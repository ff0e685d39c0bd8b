package io.tallybook.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Tallybook. */
@SpringBootApplication(scanBasePackages = "io.tallybook")
public class Tallybook {
    public static void main(String[] arguments) {
        SpringApplication.run(Tallybook.class, arguments);
    }
}
