package io.tallybook.query.view;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/**
 * What a query handler answers with.
 *
 * <p>Futures, not Mono: Axon 4.13 finds the handler of an optional answer by the handler's declared
 * type, and for that looks through a future and an optional, but not through a Mono.
 */
public final class Answer {
    private Answer() {}

    /** An answer that there always is. */
    public static <T> CompletableFuture<T> of(Mono<T> mono) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        mono.switchIfEmpty(
                        Mono.error(() -> new IllegalStateException("a query was left unanswered")))
                .subscribe(answer::complete, answer::completeExceptionally);
        return answer;
    }

    /** An answer that may be missing. */
    public static <T> CompletableFuture<Optional<T>> optional(Mono<T> mono) {
        return of(mono.map(Optional::of).defaultIfEmpty(Optional.empty()));
    }
}
