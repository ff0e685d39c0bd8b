package io.tallybook.command.bus;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.axonframework.common.caching.Cache;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which aggregates of a unit of work have no event yet: asked once for all of them, instead of a
 * read that finds nothing for each that is about to be made.
 *
 * <p>If one is begun by somebody else meanwhile, its first event is refused by the store, as it
 * always was.
 */
public final class Beginners {
    private static final String RESOURCE = Beginners.class.getName();

    private final JdbcClient jdbc;
    private final Cache cache;

    /**
     * @param cache what is in it exists
     */
    public Beginners(DataSource dataSource, Cache cache) {
        this.jdbc = JdbcClient.create(dataSource);
        this.cache = cache;
    }

    /** Looks these up, in the transaction of the unit. */
    void lookUp(UnitOfWork<?> unit, Collection<String> aggregates) {
        Set<String> unknown = new HashSet<>(aggregates);
        unknown.removeIf(cache::containsKey);
        if (unknown.size() > 1) {
            unknown.removeAll(existing(unknown));
            unit.resources().put(RESOURCE, unknown);
        }
    }

    private List<String> existing(Set<String> aggregates) {
        return jdbc.sql(
                        """
                        select aggregate_identifier from domain_event_entry
                        where aggregate_identifier = any(?) and sequence_number = 0
                        """)
                .param(aggregates.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** Whether it is known, in the current unit of work, that an aggregate has no event. */
    public static boolean has(String aggregate) {
        return CurrentUnitOfWork.isStarted()
                && CurrentUnitOfWork.get()
                        .root()
                        .<Set<String>>getOrDefaultResource(RESOURCE, Set.of())
                        .contains(aggregate);
    }
}
