package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.OpeningRequest;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.domain.entitlement.FirstUse;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the store says when a live reading begins. */
final class LiveSeeds {
    private final UsageStore store;
    private final WholeUsage whole;

    LiveSeeds(UsageStore store) {
        this.store = store;
        this.whole = new WholeUsage(store);
    }

    /**
     * What a reading begins with.
     *
     * @param window the last one that is open or was, by the moment of the question; of a reading
     *     of a fixed period that period
     * @param next where the window after it begins, if it does already
     * @param counted what was used in it
     */
    record Seed(@Nullable BillingPeriod window, @Nullable Instant next, MeterResult counted) {}

    /**
     * What stands on the log before {@code before}; of other partitions, all that is stored.
     *
     * <p>Errors: UsageArchived.
     *
     * @param at the moment of the question
     */
    Seed of(LiveReading.Key key, Map<Integer, Long> before, Instant at) {
        return whole.of(
                key.scope(), List.of(key.request().period()), () -> stored(key, before, at));
    }

    private Seed stored(LiveReading.Key key, Map<Integer, Long> before, Instant at) {
        FirstUse windows = key.windows();
        if (windows == null) {
            BillingPeriod period = key.request().period();
            return new Seed(period, null, counted(key, key.request(), before));
        }
        List<Instant> openings = openings(key, windows, before);
        int open = -1;
        while (open + 1 < openings.size() && !openings.get(open + 1).isAfter(at)) {
            open++;
        }
        Instant next = open + 1 < openings.size() ? openings.get(open + 1) : null;
        if (open < 0) {
            return new Seed(null, next, MeterResult.NONE);
        }
        BillingPeriod window =
                new OpeningRequest(key.request(), windows).window(openings.get(open));
        return new Seed(window, next, counted(key, key.request().during(window), before));
    }

    private MeterResult counted(
            LiveReading.Key key, ReadingRequest request, Map<Integer, Long> before) {
        Measure measure = Measure.of(request);
        RowBinaryReader rows = store.query(sql(key, measure, before).whole());
        MeterFold fold = new MeterFold(measure);
        while (rows.hasNext()) {
            fold.add(rows);
        }
        return fold.result();
    }

    private List<Instant> openings(
            LiveReading.Key key, FirstUse windows, Map<Integer, Long> before) {
        RowBinaryReader rows = store.query(sql(key, Measure.of(key.request()), before).minutes());
        return OpeningReader.openings(rows, windows).found();
    }

    private MeterSql sql(LiveReading.Key key, Measure measure, Map<Integer, Long> before) {
        List<String> where = new ArrayList<>();
        where.add(WhoseSql.of(key.request().externalCustomerId(), key.request().sharers()));
        before.forEach(
                (partition, offset) ->
                        where.add(
                                "NOT (kafka_partition = %d AND kafka_offset >= %d)"
                                        .formatted(partition, offset)));
        return new MeterSql(
                key.scope(),
                measure,
                where,
                MeterSql.Proof.WITHOUT,
                EventState.of(store, key.scope()));
    }
}
