package io.tallybook.command.uniqueness;

import io.tallybook.core.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Number series for tests of rules, kept to the same contract as the one in Postgres. */
public final class InMemoryNumberSeries implements NumberSeries {
    private final Map<List<Object>, Long> last = new HashMap<>();

    @Override
    public synchronized long next(Scope scope, String series, long start) {
        return last.merge(List.of(scope, series), start, (taken, _) -> Math.max(taken + 1, start));
    }
}
