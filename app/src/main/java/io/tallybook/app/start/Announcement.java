package io.tallybook.app.start;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
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
    @Bean
    FirstStart firstStart(CommandGateway commands, QueryGateway queries, Clock machine) {
        return new FirstStart(commands, queries, machine);
    }

    @Bean
    Ready ready(
            FirstStart firstStart,
            @Value("${TALLYBOOK_API_KEY:}") String chosenKey,
            @Value("${tallybook.data}") Path data) {
        return new Ready(firstStart, chosenKey, new RunningFiles(data), System.out);
    }

    /** Runs when everything serves. */
    record Ready(FirstStart firstStart, String chosenKey, RunningFiles files, PrintStream out) {
        @EventListener
        void on(ApplicationReadyEvent event) throws IOException {
            if (!(event.getApplicationContext() instanceof WebServerApplicationContext web)
                    || web.getWebServer() == null) {
                return;
            }
            switch (firstStart.run(chosenKey)) {
                case FirstStart.Made(String sandbox, String live) -> {
                    files.sandboxKey(sandbox);
                    out.println("api key (sandbox) " + sandbox);
                    out.println("api key (live) " + live);
                }
                case FirstStart.KeyAdded(String sandbox) -> files.sandboxKey(sandbox);
                case FirstStart.AlreadyThere() -> {}
            }
            String url = "http://127.0.0.1:" + web.getWebServer().getPort();
            files.ready(url);
            out.println("ready " + url);
            out.flush();
        }
    }
}
