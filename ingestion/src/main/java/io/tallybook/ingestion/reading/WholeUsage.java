package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.core.usage.UsageArchived;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.ingestion.archive.ArchivedMonths;
import io.tallybook.ingestion.store.UsageStore;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Refuses what reaches into a month that has left for the archive: it would count less than there
 * was. Asks before and after, for a month may leave or come back meanwhile.
 */
final class WholeUsage {
    private final ArchivedMonths archived;

    WholeUsage(UsageStore store) {
        this.archived = new ArchivedMonths(store);
    }

    /** What is read of these periods. Errors: UsageArchived. */
    <T> T of(Scope scope, Collection<BillingPeriod> periods, Supplier<T> reading) {
        require(scope, periods);
        T read = reading.get();
        require(scope, periods);
        return read;
    }

    /** The months of a period that have left. */
    List<YearMonth> missing(Scope scope, BillingPeriod period) {
        return missing(scope, period.start(), period.end());
    }

    /** The months of [from, to) that have left. */
    List<YearMonth> missing(Scope scope, Instant from, Instant to) {
        return archived.of(scope, from, to);
    }

    private void require(Scope scope, Collection<BillingPeriod> periods) {
        var first = periods.stream().map(BillingPeriod::start).min(Instant::compareTo);
        var last = periods.stream().map(BillingPeriod::end).max(Instant::compareTo);
        if (first.isEmpty()
                || last.isEmpty()
                || archived.of(scope, first.get(), last.get()).isEmpty()) {
            return;
        }
        SortedSet<YearMonth> missing = new TreeSet<>();
        periods.stream().distinct().forEach(period -> missing.addAll(missing(scope, period)));
        if (!missing.isEmpty()) {
            throw new UsageArchived(List.copyOf(missing));
        }
    }
}
