package io.tallybook.api.ids;

import io.tallybook.core.Ulid;
import java.time.Instant;

/**
 * The ids that one request draws, all derived from one seed: a request that is run again with the
 * seed of its first run draws the same ids in the same order, so that what the first run made
 * already is recognised and not made twice.
 *
 * <p>Drawing is not meant for several threads at once: the order would then be chance.
 */
public final class RequestIds implements Ids {

    private final String seed;
    private final Instant firstSeen;
    private int drawn;

    /**
     * Shapes: {@code seed} is text that nobody can guess, {@code firstSeen} the time of the
     * request's first run.
     */
    public RequestIds(String seed, Instant firstSeen) {
        this.seed = seed;
        this.firstSeen = firstSeen;
    }

    @Override
    public Ulid next() {
        Ulid id = Ulid.derived(firstSeen, seed, Integer.toString(drawn));
        drawn++;
        return id;
    }
}
