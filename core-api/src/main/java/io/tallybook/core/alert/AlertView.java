package io.tallybook.core.alert;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import java.math.BigDecimal;
import java.util.Map;

/**
 * How an alert stands; one whose value never crossed anything has none.
 *
 * @param value when it last changed
 */
public record AlertView(
        AlertId id,
        Scope scope,
        AlertSubject subject,
        AlertConfig config,
        BigDecimal value,
        AlertLevel level,
        Map<String, Integer> across,
        Stamp stamp)
        implements View {
    public AlertView {
        across = Map.copyOf(across);
    }
}
