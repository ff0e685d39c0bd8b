package io.tallybook.api.flexprice.list;

import java.util.ArrayDeque;
import java.util.Queue;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Large pages of documents that may be long themselves are made one after the other: each may take
 * hundreds of megabytes while it is made, and the memory is that of everything else here.
 */
public final class LargePages {
    /** Up to so many of them are no large page. */
    private static final int USUAL_MOST = 100;

    private static final LargePages OF_THE_PROCESS = new LargePages();

    private final Queue<Sinks.Empty<Void>> waiting = new ArrayDeque<>();
    private boolean taken;

    LargePages() {}

    /**
     * Makes an answer when its turn has come: at once unless the page is large.
     *
     * @param answer from the first question to the last byte
     */
    public static <T> Mono<T> inTurn(ListRequest request, Mono<T> answer) {
        return isLarge(request) ? OF_THE_PROCESS.inTurn(answer) : answer;
    }

    static boolean isLarge(ListRequest request) {
        return request.spec().limit() > USUAL_MOST;
    }

    <T> Mono<T> inTurn(Mono<T> answer) {
        return Mono.defer(
                () -> {
                    Sinks.Empty<Void> turn = Sinks.empty();
                    enter(turn);
                    return turn.asMono().then(answer).doFinally(_ -> leave(turn));
                });
    }

    private void enter(Sinks.Empty<Void> turn) {
        synchronized (waiting) {
            if (taken) {
                waiting.add(turn);
                return;
            }
            taken = true;
        }
        turn.tryEmitEmpty();
    }

    // Whoever gives up while it waits has no turn to pass on.
    private void leave(Sinks.Empty<Void> turn) {
        Sinks.Empty<Void> next;
        synchronized (waiting) {
            if (waiting.remove(turn)) {
                return;
            }
            next = waiting.poll();
            taken = next != null;
        }
        if (next != null) {
            next.tryEmitEmpty();
        }
    }
}
