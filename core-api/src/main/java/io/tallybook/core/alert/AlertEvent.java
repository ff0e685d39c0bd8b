package io.tallybook.core.alert;

import io.tallybook.core.Scope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What happened to an alert. */
public sealed interface AlertEvent {
    AlertId alertId();

    /**
     * A value went across thresholds, one way or the other; or, where that is wished for, stays
     * across and is another than before: then nothing was crossed and nothing has recovered.
     *
     * @param crossed those that it is now across and was not, or further than before
     * @param recovered those that it was across and is not any more
     * @param across all that it is across now, and how far
     */
    record Changed(
            AlertId alertId,
            Scope scope,
            AlertSubject subject,
            AlertConfig config,
            BigDecimal value,
            AlertLevel before,
            AlertLevel after,
            List<String> crossed,
            List<String> recovered,
            Map<String, Integer> across,
            Instant changedAt)
            implements AlertEvent {
        public Changed {
            crossed = List.copyOf(crossed);
            recovered = List.copyOf(recovered);
            across = Map.copyOf(across);
        }
    }
}
