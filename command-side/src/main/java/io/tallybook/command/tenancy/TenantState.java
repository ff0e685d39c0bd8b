package io.tallybook.command.tenancy;

import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.core.tenancy.TenantEvent;

/** What a tenant is, as far as its rules need it. */
sealed interface TenantState {
    /** It does not exist yet. */
    record Absent() implements TenantState {}

    /**
     * It exists.
     *
     * @param created as it was made, by which a repeated creation is recognised
     * @param current what is said of it now
     */
    record Known(TenantEvent.Created created, TenantDocument current) implements TenantState {}

    default TenantState evolve(TenantEvent event) {
        return switch (event) {
            case TenantEvent.Created created -> new Known(created, created.tenant());
            case TenantEvent.Updated updated ->
                    switch (this) {
                        case Known known -> new Known(known.created(), updated.tenant());
                        case Absent absent -> absent;
                    };
        };
    }
}
