package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.Sharer;
import io.tallybook.ingestion.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whose events count, as SQL. */
final class WhoseSql {
    private WhoseSql() {}

    /** The events of a customer and, each in its time, of those who share with it. */
    static String of(String customer, List<Sharer> sharers) {
        return with("external_customer_id = " + Sql.text(customer), sharers);
    }

    /** The events of customers and, each in its time, of those who share with them. */
    static String of(List<String> customers, List<Sharer> sharers) {
        return with("external_customer_id IN (" + Sql.texts(customers) + ")", sharers);
    }

    private static String with(String own, List<Sharer> sharers) {
        return sharers.isEmpty()
                ? own
                : sharers.stream()
                        .map(WhoseSql::of)
                        .collect(Collectors.joining(" OR ", "(" + own + " OR ", ")"));
    }

    private static String of(Sharer sharer) {
        List<String> conditions = new ArrayList<>();
        conditions.add("external_customer_id = " + Sql.text(sharer.externalCustomerId()));
        conditions.add("timestamp >= " + Sql.micros(FilterSql.notBefore(sharer.from())));
        Instant until = sharer.until();
        if (until != null) {
            conditions.add("timestamp < " + Sql.micros(FilterSql.notBefore(until)));
        }
        return "(" + String.join(" AND ", conditions) + ")";
    }
}
