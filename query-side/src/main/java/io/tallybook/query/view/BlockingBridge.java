package io.tallybook.query.view;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The one place where a projection waits for its rows: the event processor must not go on before
 * they are stored, and nothing that an event handler returns is ever waited for.
 *
 * @param limit the longest wait; then the batch fails and is tried again
 */
public record BlockingBridge(Duration limit) {
    public <T> @Nullable T await(Mono<T> work) {
        return work.block(limit);
    }
}
