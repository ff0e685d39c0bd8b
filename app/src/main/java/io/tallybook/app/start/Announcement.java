package io.tallybook.app.start;

import java.io.PrintStream;
import java.time.Clock;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Tells the person who started it where it is, and how to get in. */
@Configuration(proxyBeanMethods = false)
class Announcement {
    private final PrintStream out = System.out;

    @Bean
    FirstStart firstStart(CommandGateway commands, QueryGateway queries, Clock machine) {
        return new FirstStart(commands, queries, machine);
    }

    @Bean
    Ready ready(FirstStart firstStart, @Value("${TALLYBOOK_API_KEY:}") String chosenKey) {
        return new Ready(firstStart, chosenKey, out);
    }

    /** Runs when everything serves. */
    record Ready(FirstStart firstStart, String chosenKey, PrintStream out) {
        @EventListener
        void on(ApplicationReadyEvent event) {
            FirstStart.Outcome outcome = firstStart.run(chosenKey);
            if (event.getApplicationContext() instanceof WebServerApplicationContext web) {
                switch (outcome) {
                    case FirstStart.Made(String sandbox, String live) -> {
                        out.println("api key (sandbox) " + sandbox);
                        if (chosenKey.isBlank()) {
                            out.println("api key (live)    " + live);
                        }
                    }
                    case FirstStart.AlreadyThere() -> out.println("the keys of the first start are in force");
                }
                var server = web.getWebServer();
                out.println("ready http://127.0.0.1:" + (server == null ? 0 : server.getPort()));
                out.flush();
            }
        }
    }
}
