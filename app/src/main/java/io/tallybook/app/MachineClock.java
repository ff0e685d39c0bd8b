package io.tallybook.app;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The machine's clock, handed to the shells that may look at one. */
@Configuration(proxyBeanMethods = false)
class MachineClock {
    @Bean
    Clock machine() {
        return Clock.systemUTC();
    }
}
