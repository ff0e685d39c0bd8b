package io.tallybook.core.entitlement;

import io.tallybook.core.Scope;
import io.tallybook.core.entitlement.LimitReading.Counted;
import io.tallybook.core.entitlement.LimitReading.FromUse;
import io.tallybook.core.entitlement.LimitReading.InWindow;
import io.tallybook.core.usage.OpeningQuery;
import io.tallybook.core.usage.OpeningRequest;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What has to be read to hold usage against several limits, as the two questions that it takes. */
public record LimitReadings(List<LimitReading> all) {
    public LimitReadings {
        all = all.stream().distinct().toList();
    }

    /** Of windows that follow time; not to be asked without requests. */
    public UsageQuery.Live inWindows(Scope scope, Freshness freshness) {
        List<ReadingRequest> requests =
                all.stream()
                        .filter(InWindow.class::isInstance)
                        .map(reading -> ((InWindow) reading).request())
                        .toList();
        return new UsageQuery.Live(scope, requests, freshness);
    }

    /** Of windows that begin with a use; not to be asked without requests. */
    public OpeningQuery.Live fromUse(Scope scope, Instant at, Freshness freshness) {
        List<OpeningRequest> requests =
                all.stream()
                        .filter(FromUse.class::isInstance)
                        .map(reading -> ((FromUse) reading).request())
                        .toList();
        return new OpeningQuery.Live(scope, requests, at, freshness);
    }

    /**
     * What is counted.
     *
     * @param asOf up to where; empty if nothing was asked
     */
    public record Answer(Map<LimitReading, Counted> counted, String asOf) {
        public static final Answer NONE = new Answer(Map.of(), "");

        public Answer {
            counted = Map.copyOf(counted);
        }

        public Counted of(LimitReading reading) {
            return Objects.requireNonNull(counted.get(reading), reading::toString);
        }

        /** Both together. */
        public Answer and(Answer other) {
            Map<LimitReading, Counted> both = new HashMap<>(counted);
            both.putAll(other.counted);
            return new Answer(both, asOf.isEmpty() ? other.asOf : asOf);
        }
    }

    public static Answer answer(UsageQuery.Live query, UsageQuery.LiveReadings live) {
        Map<LimitReading, Counted> counted = new HashMap<>();
        for (int i = 0; i < query.requests().size(); i++) {
            ReadingRequest request = query.requests().get(i);
            counted.put(
                    new InWindow(request),
                    new Counted(request.period(), live.items().get(i).quantity()));
        }
        return new Answer(counted, live.asOf());
    }

    public static Answer answer(OpeningQuery.Live query, OpeningQuery.OpenWindows live) {
        Map<LimitReading, Counted> counted = new HashMap<>();
        for (int i = 0; i < query.requests().size(); i++) {
            OpeningQuery.OpenWindow open = live.items().get(i);
            counted.put(
                    new FromUse(query.requests().get(i)), new Counted(open.window(), open.used()));
        }
        return new Answer(counted, live.asOf());
    }
}
