package io.tallybook.core.usage;

import java.time.YearMonth;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A reading reaches into months whose events have left the store for the archive: it would count
 * less than there was. It can be had once they are brought back.
 */
public class UsageArchived extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<YearMonth> months;

    /**
     * @param months at least one, in order of time
     */
    public UsageArchived(List<YearMonth> months) {
        super(
                "usage of %s has left for the archive and has to be brought back first"
                        .formatted(
                                months.stream()
                                        .map(YearMonth::toString)
                                        .collect(Collectors.joining(", "))));
        this.months = List.copyOf(months);
    }

    public List<YearMonth> months() {
        return months;
    }
}
