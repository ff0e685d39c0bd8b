package io.tallybook.core.usage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came in and what became of it.
 *
 * @param lines one for each hour and source in which something came in
 * @param setAside records of the whole log in these hours that were no usage event, whosever they
 *     were
 * @param unexplained positions of the whole log that were dealt with and are nowhere
 * @param checkedUpTo up to where that was checked, for each partition of the log
 */
public record UsageAccounts(List<Line> lines, long setAside, long unexplained, String checkedUpTo) {
    public UsageAccounts {
        lines = List.copyOf(lines);
    }

    /**
     * One hour of one source: received = stored + repeated + rejected.
     *
     * @param received records, each counted where it stood
     * @param stored those that were kept
     * @param repeated those that were known already
     * @param conflicting those of the repeated that said something else than the one kept
     * @param rejected those that were no usage event, or that the environment does not take; a
     *     record of a file or topic that is replayed comes in once more
     */
    public record Line(
            Instant hour,
            @Nullable String source,
            long received,
            long stored,
            long repeated,
            long conflicting,
            long rejected) {
        /** Of an hour in which all was taken. */
        public Line(
                Instant hour,
                @Nullable String source,
                long received,
                long stored,
                long repeated,
                long conflicting) {
            this(hour, source, received, stored, repeated, conflicting, 0);
        }

        /** The same with what was rejected of it. */
        public Line with(long more) {
            return new Line(
                    hour, source, received + more, stored, repeated, conflicting, rejected + more);
        }
    }
}
