package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.OpeningQuery;
import io.tallybook.core.usage.OpeningRequest;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.ingestion.sink.StoredUsage;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Readings kept in memory that follow what is stored, event by event.
 *
 * <pre>
 *  log   0 ──────────────── position ───────►
 *        read from the store │ told by the sink, and added
 * </pre>
 *
 * <p>A reading begins with a question to the store about all that stands on the log before the
 * position, and goes on with every event that the sink of this process stores from there on. What
 * the position is not known of, another process stores: when that one has come further, every
 * reading begins anew. So an answer is exact for a position, also after a restart and with many
 * sinks; with one sink it costs no question to the store.
 *
 * <p>Counts, sums and greatest values follow; what an event may change in another way begins anew
 * with it. At most {@code entriesMax} readings are kept, the ones asked for last.
 */
public final class LiveUsage implements StoredUsage {
    private static final int ATTEMPTS = 4;

    private final LiveSeeds seeds;
    private final Completeness completeness;
    private final long lookEveryNanos;
    private final LinkedHashMap<LiveReading.Key, LiveReading> readings;
    private final Map<String, Map<String, List<LiveReading>>> byCustomer =
            new ConcurrentHashMap<>();
    private final TreeMap<Integer, Long> position = new TreeMap<>();
    private SortedMap<Integer, Long> elsewhere = new TreeMap<>();
    private long lookedAt;
    private boolean looked;

    /**
     * @param lookEveryMs how often it is looked whether another process has stored something
     */
    public LiveUsage(UsageStore store, Completeness completeness, int entriesMax, int lookEveryMs) {
        this.seeds = new LiveSeeds(store);
        this.completeness = completeness;
        this.lookEveryNanos = lookEveryMs * 1_000_000L;
        this.readings =
                new LinkedHashMap<>(1024, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(
                            Map.Entry<LiveReading.Key, LiveReading> eldest) {
                        if (size() <= entriesMax) {
                            return false;
                        }
                        unlink(eldest.getValue());
                        return true;
                    }
                };
    }

    /**
     * What is counted now, or once all that was acknowledged before is, of each request. Blocks
     * only where the store has to be asked.
     *
     * <p>Errors: ReadingIncomplete; StoreUnavailable.
     */
    public UsageQuery.LiveReadings read(UsageQuery.Live query) {
        refresh(query.freshness());
        List<UsageQuery.LiveReading> items = new ArrayList<>(query.requests().size());
        for (ReadingRequest request : query.requests()) {
            if (!request.selection().equals(EventSelection.ALL)) {
                throw new IllegalArgumentException(
                        "a live reading is of every event of a meter, asked was "
                                + request.selection());
            }
            items.add(
                    one(
                            new LiveReading.Key(query.scope(), request, null),
                            Instant.EPOCH,
                            LiveReading::result));
        }
        return new UsageQuery.LiveReadings(items, asOf());
    }

    /**
     * The windows that are open at a moment, and what was used in them. Blocks and fails as the
     * other does.
     */
    public OpeningQuery.OpenWindows read(OpeningQuery.Live query) {
        refresh(query.freshness());
        List<OpeningQuery.OpenWindow> items = new ArrayList<>(query.requests().size());
        for (OpeningRequest request : query.requests()) {
            items.add(
                    one(
                            new LiveReading.Key(query.scope(), request.usage(), request.windows()),
                            query.at(),
                            reading -> reading.open(query.at())));
        }
        return new OpeningQuery.OpenWindows(items, asOf());
    }

    private void refresh(UsageQuery.Freshness freshness) {
        switch (freshness) {
            case COMPLETE -> caughtUpWith(completeness.await());
            case CURRENT -> lookElsewhere();
        }
    }

    @Override
    public void stored(List<UsageFrame> events, Map<Integer, Stretch> stretches) {
        // Taking events apart is what takes time; nobody who asks has to wait for it.
        List<Arrival> arrivals =
                byCustomer.isEmpty() ? List.of() : events.stream().map(this::arrival).toList();
        synchronized (this) {
            if (stretches.entrySet().stream().anyMatch(s -> !goesOn(s.getKey(), s.getValue()))) {
                forgetReadings();
            } else if (!byCustomer.isEmpty()) {
                for (int i = 0; i < events.size(); i++) {
                    count(arrivals.isEmpty() ? arrival(events.get(i)) : arrivals.get(i));
                }
            }
            stretches.forEach((partition, stretch) -> position.put(partition, stretch.next()));
        }
    }

    private boolean goesOn(int partition, Stretch stretch) {
        Long at = position.get(partition);
        return at != null && at == stretch.first();
    }

    /** An event of a customer; in full if it was of interest when it came. */
    private record Arrival(
            String scope, String customer, UsageFrame frame, @Nullable UsageEvent event) {}

    private Arrival arrival(UsageFrame frame) {
        String scope = frame.scopeKey();
        String customer = frame.externalCustomerId();
        Map<String, List<LiveReading>> customers = byCustomer.get(scope);
        boolean wanted = customers != null && customers.containsKey(customer);
        return new Arrival(scope, customer, frame, wanted ? frame.decode() : null);
    }

    @Override
    public synchronized void interrupted() {
        forgetReadings();
        position.clear();
    }

    private void count(Arrival arrival) {
        Map<String, List<LiveReading>> customers = byCustomer.get(arrival.scope());
        List<LiveReading> affected = customers == null ? null : customers.get(arrival.customer());
        if (affected == null) {
            return;
        }
        UsageEvent known = arrival.event();
        UsageEvent event = known == null ? arrival.frame().decode() : known;
        for (LiveReading reading : List.copyOf(affected)) {
            if (!reading.take(event)) {
                forget(reading);
            }
        }
    }

    private <R> R one(LiveReading.Key key, Instant at, Function<LiveReading, R> answer) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Turn turn = turn(key);
            if (turn.before() == null) {
                turn.reading().awaitSeed();
            } else {
                seed(turn.reading(), turn.before(), at);
            }
            synchronized (this) {
                if (readings.get(key) == turn.reading() && turn.reading().isSeeded()) {
                    if (!turn.reading().isPassed(at)) {
                        return answer.apply(turn.reading());
                    }
                    forget(turn.reading());
                }
            }
        }
        // Events of this very customer come faster than the store answers: what it says is true.
        LiveReading now = new LiveReading(key);
        now.seed(seeds.of(key, Map.of(), at));
        return answer.apply(now);
    }

    /**
     * A reading.
     *
     * @param before the position when it was begun, for the one who began it and has to ask the
     *     store
     */
    private record Turn(LiveReading reading, @Nullable Map<Integer, Long> before) {}

    private synchronized Turn turn(LiveReading.Key key) {
        LiveReading known = readings.get(key);
        if (known != null) {
            return new Turn(known, null);
        }
        LiveReading begun = new LiveReading(key);
        readings.put(key, begun);
        link(begun);
        return new Turn(begun, Map.copyOf(position));
    }

    private void seed(LiveReading reading, Map<Integer, Long> before, Instant at) {
        try {
            LiveSeeds.Seed seed = seeds.of(reading.key(), before, at);
            synchronized (this) {
                reading.seed(seed);
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                forget(reading);
            }
            throw e;
        } finally {
            reading.done();
        }
    }

    private void forget(LiveReading reading) {
        if (readings.remove(reading.key(), reading)) {
            unlink(reading);
        }
    }

    /** Once what others have stored is known to be further than {@code wanted}. */
    private synchronized void caughtUpWith(SortedMap<Integer, Long> wanted) {
        boolean behind =
                wanted.entrySet().stream()
                        .anyMatch(
                                w -> {
                                    Long at = position.get(w.getKey());
                                    long known =
                                            at == null
                                                    ? elsewhere.getOrDefault(w.getKey(), -1L)
                                                    : at;
                                    return known < w.getValue();
                                });
        if (behind) {
            forgetReadings();
            wanted.forEach(
                    (partition, offset) ->
                            position.computeIfPresent(
                                    partition, (_, at) -> at < offset ? null : at));
        }
        elsewhere = wanted;
    }

    private void lookElsewhere() {
        long now = System.nanoTime();
        synchronized (this) {
            if (looked && now - lookedAt < lookEveryNanos) {
                return;
            }
            looked = true;
            lookedAt = now;
        }
        caughtUpWith(completeness.stored());
    }

    private synchronized String asOf() {
        TreeMap<Integer, Long> all = new TreeMap<>(elsewhere);
        all.putAll(position);
        return Completeness.text(all);
    }

    private void forgetReadings() {
        readings.clear();
        byCustomer.clear();
    }

    private void link(LiveReading reading) {
        Map<String, List<LiveReading>> customers =
                byCustomer.computeIfAbsent(
                        UsageFrame.scopeKey(reading.key().scope()), _ -> new ConcurrentHashMap<>());
        for (String name : reading.key().request().names()) {
            customers.computeIfAbsent(name, _ -> new ArrayList<>(2)).add(reading);
        }
    }

    private void unlink(LiveReading reading) {
        String scope = UsageFrame.scopeKey(reading.key().scope());
        Map<String, List<LiveReading>> customers = byCustomer.get(scope);
        if (customers == null) {
            return;
        }
        for (String name : reading.key().request().names()) {
            List<LiveReading> ofCustomer = customers.get(name);
            if (ofCustomer != null) {
                ofCustomer.removeIf(other -> other == reading);
                if (ofCustomer.isEmpty()) {
                    customers.remove(name);
                }
            }
        }
        if (customers.isEmpty()) {
            byCustomer.remove(scope);
        }
    }
}
