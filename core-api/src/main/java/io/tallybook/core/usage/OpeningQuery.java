package io.tallybook.core.usage;

import io.tallybook.core.Scope;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about windows that begin with a use. */
public sealed interface OpeningQuery {
    /**
     * The uses with which windows begin, of each request; answered with {@link Openings}.
     *
     * @param state absent for what is in force
     */
    record Find(
            Scope scope,
            List<OpeningRequest> requests,
            Freshness freshness,
            @Nullable ReadingState state)
            implements OpeningQuery {
        public Find {
            requests = List.copyOf(requests);
        }
    }

    /**
     * In the order of the requests, and each in order of time.
     *
     * @param watermark up to where the log was looked at, as a reading's watermark says it
     */
    record Openings(List<List<Instant>> items, String watermark) {
        public Openings {
            items = items.stream().map(List::copyOf).toList();
        }
    }

    /**
     * The window of each request that is open at a moment, and what was used in it, from memory;
     * answered with {@link OpenWindows}.
     */
    record Live(Scope scope, List<OpeningRequest> requests, Instant at, Freshness freshness)
            implements OpeningQuery {
        public Live {
            requests = List.copyOf(requests);
        }
    }

    /**
     * In the order of the requests.
     *
     * @param asOf up to where usage is counted: the broker's offset of each partition, as {@code
     *     0:123,1:456}
     */
    record OpenWindows(List<OpenWindow> items, String asOf) {
        public OpenWindows {
            items = List.copyOf(items);
        }
    }

    /**
     * One of them.
     *
     * @param window absent while nothing was used since the last one ended
     */
    record OpenWindow(@Nullable BillingPeriod window, BigDecimal used) {
        public static final OpenWindow NONE = new OpenWindow(null, BigDecimal.ZERO);
    }
}
