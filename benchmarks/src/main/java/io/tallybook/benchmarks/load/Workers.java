package io.tallybook.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** The same work done by several at once. */
final class Workers {
    /** One piece of the work. */
    interface Piece {
        void run(int index) throws Exception;
    }

    private Workers() {}

    /**
     * Does pieces 0 to {@code count - 1}, at most {@code inFlight} at once; the first failure is
     * thrown.
     */
    static void run(int count, int inFlight, Piece piece) throws Exception {
        run(index -> index < count, inFlight, piece);
    }

    /** Does pieces 0, 1, 2 and so on as long as {@code time} has not passed; how many were done. */
    static int during(Duration time, int inFlight, Piece piece) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        return run(_ -> System.nanoTime() - end < 0, inFlight, piece);
    }

    private static int run(IntPredicate further, int inFlight, Piece piece) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < inFlight; worker++) {
                running.add(
                        threads.submit(
                                () -> {
                                    for (int i = next.getAndIncrement();
                                            further.test(i);
                                            i = next.getAndIncrement()) {
                                        piece.run(i);
                                        done.incrementAndGet();
                                    }
                                    return null;
                                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        return done.get();
    }
}
