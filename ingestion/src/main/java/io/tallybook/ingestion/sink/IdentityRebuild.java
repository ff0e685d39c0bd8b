package io.tallybook.ingestion.sink;

import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes known again what repeats are recognised by, if it was lost: all of it follows from the
 * events.
 *
 * <p>Whatever holds fewer identities than there are events has lost some; the number of rows is
 * known to the store without reading them. A few may be missing after a crash: those the sink heals
 * by itself. What is there already stays what it is.
 */
final class IdentityRebuild {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityRebuild.class);

    /** More than the batches of some sinks that died between storing events and identities. */
    private static final long CRASH_MAX = 500_000;

    /** As the log writes the length of a text, which {@link UsageFrame#content} reads too. */
    private static final String SIZED =
            """
            concat(multiIf(length(%1$s) < 128, char(length(%1$s)),
                length(%1$s) < 16384, char(bitOr(length(%1$s) %% 128, 128), intDiv(length(%1$s), 128)),
                char(bitOr(length(%1$s) %% 128, 128), bitOr(intDiv(length(%1$s), 128) %% 128, 128),
                    intDiv(length(%1$s), 16384))), %1$s)\
            """;

    private IdentityRebuild() {}

    static void ifAnyIsMissing(UsageStore store) {
        long identities = count(store, "usage_event_identity");
        long events = count(store, "usage_event");
        boolean none = identities == 0 && events > 0;
        if (!none && events - identities <= CRASH_MAX) {
            return;
        }
        LOG.warn(
                "{} identities are known of {} usage events: they are taken from the events",
                identities,
                events);
        long start = System.nanoTime();
        store.executeHoweverLong(
                """
                INSERT INTO usage_event_identity (tenant, environment, event_id, event_name,
                    external_customer_id, timestamp, kafka_partition, kafka_offset, content)
                SELECT tenant, environment, event_id, event_name, external_customer_id, timestamp,
                    kafka_partition, kafka_offset,
                    xxHash64(concat(%s, %s)) + arraySum(arrayMap((k, v) -> xxHash64(concat(%s, %s)),
                        mapKeys(properties), mapValues(properties)))
                FROM usage_event
                """
                        .formatted(
                                SIZED.formatted("toString(event_name)"),
                                SIZED.formatted("external_customer_id"),
                                SIZED.formatted("toString(k)"),
                                SIZED.formatted("v")));
        LOG.info(
                "{} identities taken from the events in {} ms",
                events,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static long count(UsageStore store, String table) {
        return store.query("SELECT count() FROM " + table).int64();
    }
}
