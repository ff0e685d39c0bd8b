package io.tallybook.sagas.duework;

import io.tallybook.core.Scope;
import io.tallybook.core.subscription.SubscriptionPolicy;
import io.tallybook.sagas.duework.Announcements.Ahead;
import io.tallybook.sagas.duework.Duty.Occasion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long before something comes each environment wants to be told of it: a table that the
 * processor of due work keeps, since it has to know it in the order of events.
 */
final class Leads {
    private final JdbcClient jdbc;
    // Only one processor writes and reads it; what another instance wrote before is read anew when
    // this one begins.
    private final Map<Scope, Map<Occasion, List<Integer>>> known = new ConcurrentHashMap<>();

    Leads(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** How many days before, each. */
    List<Integer> of(Ahead ahead) {
        return known.computeIfAbsent(ahead.scope(), this::read)
                .getOrDefault(ahead.occasion(), List.of());
    }

    /** Whether another choice is none. */
    boolean areAs(Scope scope, SubscriptionPolicy policy) {
        Map<Occasion, List<Integer>> now = known.computeIfAbsent(scope, this::read);
        return now.getOrDefault(Occasion.RENEWAL, List.of())
                        .equals(policy.renewalLeads().stream().sorted().toList())
                && now.getOrDefault(Occasion.END, List.of())
                        .equals(policy.endLeads().stream().sorted().toList());
    }

    void set(Scope scope, SubscriptionPolicy policy) {
        put(scope, Occasion.RENEWAL, policy.renewalLeads());
        put(scope, Occasion.END, policy.endLeads());
        known.remove(scope);
    }

    private void put(Scope scope, Occasion occasion, List<Integer> days) {
        jdbc.sql("delete from due_notice where tenant = ? and environment = ? and occasion = ?")
                .params(scope.tenant().value(), scope.environment().value(), occasion.name())
                .update();
        for (int one : days) {
            jdbc.sql(
                            "insert into due_notice (tenant, environment, occasion, days) values"
                                    + " (?, ?, ?, ?)")
                    .params(
                            scope.tenant().value(),
                            scope.environment().value(),
                            occasion.name(),
                            one)
                    .update();
        }
    }

    private Map<Occasion, List<Integer>> read(Scope scope) {
        return Arrays.stream(Occasion.values())
                .collect(Collectors.toMap(occasion -> occasion, occasion -> read(scope, occasion)));
    }

    private List<Integer> read(Scope scope, Occasion occasion) {
        return jdbc.sql(
                        """
                        select days from due_notice
                        where tenant = ? and environment = ? and occasion = ? order by days
                        """)
                .params(scope.tenant().value(), scope.environment().value(), occasion.name())
                .query(Integer.class)
                .list();
    }

    void clear() {
        jdbc.sql("delete from due_notice").update();
        known.clear();
    }
}
