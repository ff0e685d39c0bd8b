package io.tallybook.query.planted;

import org.axonframework.eventhandling.EventHandler;
import reactor.core.publisher.Mono;

/** A projection whose row is never written, because nobody subscribes. */
final class AnswersAnEventWithAMono {
    @EventHandler
    Mono<Void> on(String event) {
        return Mono.empty();
    }
}
