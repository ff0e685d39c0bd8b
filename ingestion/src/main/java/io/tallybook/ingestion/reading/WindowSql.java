package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.ingestion.store.Sql;
import java.time.ZoneId;

/** The start of an event's window as SQL. */
final class WindowSql {
    private WindowSql() {}

    /**
     * Microseconds since 1970; weeks begin on Monday; days, weeks and months at midnight in {@code
     * zone}.
     */
    static String start(WindowSize size, ZoneId zone) {
        String interval =
                switch (size) {
                    case MINUTE -> "1 MINUTE";
                    case FIFTEEN_MINUTES -> "15 MINUTE";
                    case THIRTY_MINUTES -> "30 MINUTE";
                    case HOUR -> "1 HOUR";
                    case THREE_HOURS -> "3 HOUR";
                    case SIX_HOURS -> "6 HOUR";
                    case TWELVE_HOURS -> "12 HOUR";
                    case DAY -> "1 DAY";
                    case WEEK -> "1 WEEK";
                    case MONTH -> "1 MONTH";
                };
        String place = Sql.text(zone.getId());
        return "toUnixTimestamp64Micro(toDateTime64(toStartOfInterval(timestamp, INTERVAL %s, %s), 6, %s))"
                .formatted(interval, place, place);
    }
}
