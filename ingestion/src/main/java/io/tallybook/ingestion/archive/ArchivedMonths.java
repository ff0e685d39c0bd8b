package io.tallybook.ingestion.archive;

import io.tallybook.core.Scope;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The months of usage that have left the store for the archive, environment by environment: whoever
 * reads into one of them does not read all there was.
 *
 * <p>A month is said to leave before it does, and to be back once it is. So who asks both before
 * and after a reading, and is told of none both times, has read all.
 */
public final class ArchivedMonths {
    private final UsageStore store;

    public ArchivedMonths(UsageStore store) {
        this.store = store;
    }

    /** Those of which some moment lies in [from, to), in order of time. */
    public List<YearMonth> of(Scope scope, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return List.of();
        }
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT DISTINCT toUInt64(month) FROM (
                            SELECT month, file, argMax(is_back, said_at) AS back
                            FROM usage_archived
                            WHERE %s AND month BETWEEN %d AND %d
                            GROUP BY month, file)
                        WHERE back = 0 ORDER BY 1
                        """
                                .formatted(
                                        Sql.inScope(scope),
                                        number(from),
                                        number(to.minusNanos(1))));
        List<YearMonth> months = new ArrayList<>();
        while (rows.hasNext()) {
            long month = rows.int64();
            months.add(YearMonth.of((int) (month / 100), (int) (month % 100)));
        }
        return List.copyOf(months);
    }

    /**
     * Says that the events of a month leave for a file, or are in one.
     *
     * @param from the table where they are, with the conditions that they fit
     */
    void leave(Path file, String from) {
        say(file, from, 0);
    }

    /** Says that the events of a file are in the store again. */
    void back(Path file, String from) {
        say(file, from, 1);
    }

    /** The names of the files of which anything was ever said. */
    Set<String> files() {
        RowBinaryReader rows = store.query("SELECT DISTINCT file FROM usage_archived");
        Set<String> files = new HashSet<>();
        while (rows.hasNext()) {
            files.add(rows.string());
        }
        return files;
    }

    /** The names of the files that hold events of a month which are not in the store. */
    Set<String> away(YearMonth month) {
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT DISTINCT file FROM (
                            SELECT file, argMax(is_back, said_at) AS back FROM usage_archived
                            WHERE month = %d GROUP BY tenant, environment, file)
                        WHERE back = 0
                        """
                                .formatted(number(month)));
        SortedSet<String> files = new TreeSet<>();
        while (rows.hasNext()) {
            files.add(rows.string());
        }
        return files;
    }

    static String name(Path file) {
        return Objects.requireNonNull(file.getFileName(), "name of a file").toString();
    }

    private void say(Path file, String from, int isBack) {
        store.executeHoweverLong(
                """
                INSERT INTO usage_archived (file, month, tenant, environment, is_back)
                SELECT DISTINCT %s, toYYYYMM(timestamp), tenant, environment, %d FROM %s
                """
                        .formatted(Sql.text(name(file)), isBack, from));
    }

    /** As the store numbers months, which are those of UTC; within what it can hold. */
    private static int number(Instant moment) {
        Instant held =
                moment.isBefore(UsageFrame.TIMESTAMP_MIN)
                        ? UsageFrame.TIMESTAMP_MIN
                        : moment.isAfter(UsageFrame.TIMESTAMP_MAX)
                                ? UsageFrame.TIMESTAMP_MAX
                                : moment;
        return number(YearMonth.from(held.atOffset(ZoneOffset.UTC)));
    }

    static int number(YearMonth month) {
        return month.getYear() * 100 + month.getMonthValue();
    }
}
