package io.tallybook.core.alert;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.math.BigDecimal;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of an alert. */
public sealed interface AlertCommand extends Command {
    @TargetAggregateIdentifier
    AlertId alertId();

    /**
     * Says what the watched value is. Counts only if the alert is still as it was when the value
     * was looked at, so that a crossing is told once, however often and in whatever order it is
     * said.
     *
     * @param version of the alert when the value was looked at; -1 for one that never changed
     */
    record Observe(
            AlertId alertId,
            Scope scope,
            Instant at,
            AlertSubject subject,
            AlertConfig config,
            BigDecimal value,
            long version)
            implements AlertCommand {}
}
