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
     */
    record Defined(
            MeterEvent.Created created,
            String name,
            List<MeterDefinition.Filter> filters,
            EntityStatus status)
            implements MeterState {
        public Defined {
            filters = List.copyOf(filters);
        }

        Defined become(EntityStatus now) {
            return new Defined(created, name, filters, now);
        }
    }

    default MeterState evolve(MeterEvent event) {
        return switch (event) {
            case MeterEvent.Created made ->
                    new Defined(
                            made, made.name(), made.definition().filters(), EntityStatus.PUBLISHED);
            case MeterEvent.Updated now ->
                    this instanceof Defined before
                            ? new Defined(
                                    before.created(), now.name(), now.filters(), before.status())
                            : this;
            case MeterEvent.Archived _ -> becoming(EntityStatus.ARCHIVED);
            case MeterEvent.Deleted _ -> becoming(EntityStatus.DELETED);
        };
    }

    private MeterState becoming(EntityStatus status) {
        return this instanceof Defined before ? before.become(status) : this;
    }
}
