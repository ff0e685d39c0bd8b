package io.tallybook.core.usage;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterVersion;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What can be asked about usage. */
public sealed interface UsageQuery {
    /**
     * Reads many meters at once; answered with {@link Readings} of the same size and order.
     *
     * @param freshness whether what was acknowledged a moment ago must be in it
     * @param state absent for what is in force
     */
    record Read(
            Scope scope,
            List<ReadingRequest> requests,
            Freshness freshness,
            @Nullable ReadingState state)
            implements UsageQuery {
        public Read {
            requests = List.copyOf(requests);
        }

        /** Of what is in force. */
        public Read(Scope scope, List<ReadingRequest> requests, Freshness freshness) {
            this(scope, requests, freshness, null);
        }
    }

    /** An amendment; answered with an optional {@link AmendmentView}. */
    record AmendmentOf(Scope scope, AmendmentId id) implements UsageQuery {}

    /**
     * The amendments of an environment, the last drafted first; answered with {@link Amendments}.
     *
     * @param after goes on behind this one, towards the older ones
     */
    record AmendmentsOf(Scope scope, @Nullable AmendmentId after, int limit, int offset)
            implements UsageQuery {}

    /**
     * A page of amendments.
     *
     * @param total how many there are
     * @param hasMore whether there are more behind these
     */
    record Amendments(List<AmendmentView> items, long total, boolean hasMore) {
        public Amendments {
            items = List.copyOf(items);
        }
    }

    /**
     * What an amendment says of its events, in the order of their ids; answered with {@link
     * AmendedEvents}.
     *
     * @param after goes on behind the event with this id
     */
    record AmendedEventsOf(Scope scope, AmendmentId id, @Nullable String after, int limit)
            implements UsageQuery {}

    /** A page of what an amendment says. */
    record AmendedEvents(List<AmendedEvent> items, boolean hasMore) {
        public AmendedEvents {
            items = List.copyOf(items);
        }
    }

    /** How complete a reading must be. */
    enum Freshness {
        /** Everything that the broker had acknowledged when it was asked is in it, or it fails. */
        COMPLETE,
        /** What is stored at this moment. */
        CURRENT
    }

    /** Readings, in the order of the requests. */
    record Readings(List<UsageReading> items) {
        public Readings {
            items = List.copyOf(items);
        }
    }

    /**
     * Reads meters from memory, kept up to what is stored; answered with {@link LiveReadings} of
     * the same size and order. Good for what has to be known at once, and not for an invoice.
     */
    record Live(Scope scope, List<ReadingRequest> requests, Freshness freshness)
            implements UsageQuery {
        public Live {
            requests = List.copyOf(requests);
        }
    }

    /**
     * Live readings, in the order of the requests.
     *
     * @param asOf up to where usage is counted: the broker's offset of each partition, as {@code
     *     0:123,1:456}
     */
    record LiveReadings(List<LiveReading> items, String asOf) {
        public LiveReadings {
            items = List.copyOf(items);
        }
    }

    /** A quantity, exact, and of how many events. */
    record LiveReading(BigDecimal quantity, long eventCount) {}

    /**
     * What became of one event, also of one that was acknowledged a moment ago; answered with an
     * optional {@link UsageReceipt}.
     */
    record ReceiptOf(Scope scope, String eventId) implements UsageQuery {}

    /**
     * Why an event with this id was not taken, the latest first; answered with {@link Refusals},
     * empty if none was.
     */
    record RefusalsOf(Scope scope, String eventId) implements UsageQuery {}

    /** Each time that an event was not taken. */
    record Refusals(List<Refusal> items) {
        public Refusals {
            items = List.copyOf(items);
        }
    }

    /**
     * An event that was not taken.
     *
     * @param event as it came; absent of a record that could not be read as one
     * @param at the environment's clock
     * @param rejected the record of a file or topic that can be replayed; absent of a request
     */
    record Refusal(
            @Nullable UsageEvent event, String reason, Instant at, @Nullable String rejected) {}

    /**
     * What came in, hour by hour and by source; answered with {@link UsageAccounts}.
     *
     * @param from by the environment's clock when it came in
     */
    record AccountsOf(Scope scope, Instant from, Instant to) implements UsageQuery {}

    /**
     * Raw events in the order of their times; answered with {@link Events}.
     *
     * @param externalCustomerId only this customer's
     * @param properties only those with one of the values, for every key
     * @param after goes on behind this event
     * @param limit 1 to 1,000
     * @param state absent for events as they came in, whatever amendments say
     * @param versions only what passes the filters that were in force when it happened; empty for
     *     all
     * @param sharers whose events are wanted with the customer's
     * @param walk which way it goes
     */
    @RecordBuilder
    record Find(
            Scope scope,
            @Nullable String externalCustomerId,
            @Nullable String eventName,
            @Nullable String eventId,
            @Nullable String source,
            Instant from,
            Instant to,
            Map<String, List<String>> properties,
            @Nullable Key after,
            int limit,
            int offset,
            @Nullable ReadingState state,
            List<MeterVersion> versions,
            List<Sharer> sharers,
            Walk walk)
            implements UsageQuery {
        public Find {
            properties = Map.copyOf(properties);
            versions = List.copyOf(versions);
            sharers = List.copyOf(sharers);
        }

        /** Every event of a stretch of time as it came in, the newest first. */
        public static Find all(Scope scope, Instant from, Instant to, int limit) {
            return new Find(
                    scope, null, null, null, null, from, to, Map.of(), null, limit, 0, null,
                    List.of(), List.of(), Walk.BACK);
        }
    }

    /** Where an event stands in the order of a list. */
    record Key(Instant timestamp, String eventId) {}

    /** Which events come first. */
    enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    /**
     * Which way a list of events goes.
     *
     * @param before ends before this event, such as one that was seen already; absent for the end
     */
    record Walk(Order order, @Nullable Key before) {
        /** From the newest to the oldest. */
        public static final Walk BACK = new Walk(Order.NEWEST_FIRST, null);
    }

    /**
     * A page of events.
     *
     * @param total how many fit in all
     * @param archived months whose events have left for the archive and are not in it
     */
    record Events(List<UsageEvent> items, boolean hasMore, long total, List<YearMonth> archived) {
        public Events {
            items = List.copyOf(items);
            archived = List.copyOf(archived);
        }
    }

    /**
     * The usage of a meter in a period, whole and cut into windows; answered with {@link Windows}.
     *
     * @param externalCustomerId one customer's, or everybody's when absent
     * @param selection which of the meter's events count
     * @param window the size of a window; absent for the whole alone
     * @param zone where days, weeks and months begin
     * @param anchor where some window of a month begins; absent for the first of each month
     */
    record ByMeter(
            Scope scope,
            MeterDefinition meter,
            @Nullable String externalCustomerId,
            BillingPeriod period,
            EventSelection selection,
            @Nullable WindowSize window,
            ZoneId zone,
            @Nullable Instant anchor)
            implements UsageQuery {
        /** Of every event of the meter. */
        public ByMeter(
                Scope scope,
                MeterDefinition meter,
                @Nullable String externalCustomerId,
                BillingPeriod period,
                @Nullable WindowSize window,
                ZoneId zone) {
            this(scope, meter, externalCustomerId, period, EventSelection.ALL, window, zone, null);
        }
    }

    /** How long a window is. */
    enum WindowSize {
        MINUTE,
        FIFTEEN_MINUTES,
        THIRTY_MINUTES,
        HOUR,
        THREE_HOURS,
        SIX_HOURS,
        TWELVE_HOURS,
        DAY,
        WEEK,
        MONTH
    }

    /**
     * The whole, and each window that has events, in order.
     *
     * @param archived months whose events have left for the archive and are not in it
     */
    record Windows(
            BigDecimal value, long eventCount, List<Window> windows, List<YearMonth> archived) {
        public Windows {
            windows = List.copyOf(windows);
            archived = List.copyOf(archived);
        }
    }

    /** One window. */
    record Window(Instant start, BigDecimal value, long eventCount) {}

    /**
     * The usage of a meter in a period by groups of its events; answered with {@link Groups}.
     *
     * @param externalCustomerIds only these customers'; empty for everybody's
     * @param sources only from these; empty for all
     * @param by what the events of a group have in common; empty for one group of all
     * @param window the size of the windows that each group is cut into; absent for none
     * @param zone where days, weeks and months begin
     * @param basis what shares and windows of the meter are taken of; absent for the period itself
     * @param state absent for what is in force
     * @param anchor where some window of a month begins; absent for the first of each month
     * @param sharers whose usage counts with that of the customers
     */
    @RecordBuilder
    record ByGroup(
            Scope scope,
            MeterDefinition meter,
            List<String> externalCustomerIds,
            BillingPeriod period,
            EventSelection selection,
            List<String> sources,
            List<GroupKey> by,
            @Nullable WindowSize window,
            ZoneId zone,
            @Nullable ReadingBasis basis,
            @Nullable ReadingState state,
            @Nullable Instant anchor,
            List<Sharer> sharers)
            implements UsageQuery {
        public ByGroup {
            externalCustomerIds = List.copyOf(externalCustomerIds);
            sources = List.copyOf(sources);
            by = List.copyOf(by);
            sharers = List.copyOf(sharers);
        }

        /** All of everybody, undivided, in days of UTC. */
        public static ByGroup all(Scope scope, MeterDefinition meter, BillingPeriod period) {
            return new ByGroup(
                    scope,
                    meter,
                    List.of(),
                    period,
                    EventSelection.ALL,
                    List.of(),
                    List.of(),
                    null,
                    ZoneOffset.UTC,
                    null,
                    null,
                    null,
                    List.of());
        }
    }

    /** What the events of a group have in common. */
    sealed interface GroupKey {
        /** The value of a property; empty where an event has none. */
        record Property(String name) implements GroupKey {}

        /** Where they came from; empty where that was not said. */
        record Source() implements GroupKey {}

        /** Whose they are. */
        record Customer() implements GroupKey {}
    }

    /**
     * Usage as a whole and by groups.
     *
     * @param buckets what each window of a meter that counts in windows came to, in order of time
     * @param archived months whose events have left for the archive and are not in it
     */
    record Groups(
            BigDecimal value,
            long eventCount,
            List<Bucket> buckets,
            List<Group> groups,
            List<YearMonth> archived) {
        public Groups {
            buckets = List.copyOf(buckets);
            groups = List.copyOf(groups);
            archived = List.copyOf(archived);
        }
    }

    /** One window of a meter that counts in windows. */
    record Bucket(Instant start, BigDecimal value) {}

    /** The usage of one group; its keys in the order of the question. */
    record Group(List<String> keys, BigDecimal value, long eventCount, List<Window> windows) {
        public Group {
            keys = List.copyOf(keys);
            windows = List.copyOf(windows);
        }
    }

    /**
     * Events as they are stored, in the order of the log; answered with {@link Tailed}.
     *
     * @param externalCustomerId only this customer's
     * @param properties only those with one of the values, for every key
     * @param after where an earlier answer ended; absent to begin with what comes next
     */
    record Tail(
            Scope scope,
            @Nullable String externalCustomerId,
            @Nullable String eventName,
            @Nullable String source,
            Map<String, List<String>> properties,
            @Nullable String after,
            int limit)
            implements UsageQuery {
        public Tail {
            properties = Map.copyOf(properties);
        }
    }

    /**
     * Events that were stored.
     *
     * @param position where the next answer goes on, as {@code 0:123,1:456}
     * @param hasMore whether there are more already
     */
    record Tailed(List<UsageEvent> items, String position, boolean hasMore) {
        public Tailed {
            items = List.copyOf(items);
        }
    }

    /** How far the store is behind the log; answered with {@link Lag}. */
    record LagOf(Scope scope) implements UsageQuery {}

    /**
     * What waits on the log to be stored.
     *
     * @param waiting how many records of each partition, whosever they are
     */
    record Lag(SortedMap<Integer, Long> waiting) {
        public long total() {
            return waiting.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * How many events an environment has, what was acknowledged a moment ago included; answered
     * with a long.
     */
    record CountAll(Scope scope) implements UsageQuery {}
}
