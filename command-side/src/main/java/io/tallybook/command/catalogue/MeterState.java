package io.tallybook.command.catalogue;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterEvent;
import java.util.List;

/** What a meter is, as far as its rules need it. */
sealed interface MeterState {
    /** It does not exist yet. */
    record Absent() implements MeterState {}

    /**
     * It exists.
     *
     * @param created as it was made, by which a repeated creation is recognised
     * @param name what it is called now
     * @param filters which events it looks at now
     * @param versions how many times that was said otherwise, and once
     */
    record Defined(
            MeterEvent.Created created,
            String name,
            List<MeterDefinition.Filter> filters,
            int versions,
            EntityStatus status)
            implements MeterState {
        public Defined {
            filters = List.copyOf(filters);
        }

        private Defined updated(MeterEvent.Updated now) {
            boolean others = !now.filters().equals(filters);
            return new Defined(
                    created, now.name(), now.filters(), others ? versions + 1 : versions, status);
        }

        Defined become(EntityStatus now) {
            return new Defined(created, name, filters, versions, now);
        }
    }

    default MeterState evolve(MeterEvent event) {
        return switch (event) {
            case MeterEvent.Created made ->
                    new Defined(
                            made,
                            made.name(),
                            made.definition().filters(),
                            1,
                            EntityStatus.PUBLISHED);
            case MeterEvent.Updated now ->
                    this instanceof Defined before ? before.updated(now) : this;
            case MeterEvent.Archived _ -> becoming(EntityStatus.ARCHIVED);
            case MeterEvent.Deleted _ -> becoming(EntityStatus.DELETED);
        };
    }

    private MeterState becoming(EntityStatus status) {
        return this instanceof Defined before ? before.become(status) : this;
    }
}
