package io.tallybook.core.entitlement;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import java.time.Instant;

/** An entitlement. */
public record EntitlementView(
        EntitlementId id, Scope scope, EntitlementDocument entitlement, Stamp stamp)
        implements View {

    /** Whether it is given at a moment: within its dates, and not deleted by then. */
    public boolean isGivenAt(Instant moment) {
        return (stamp.status() == EntityStatus.PUBLISHED || moment.isBefore(stamp.updatedAt()))
                && entitlement.isGivenAt(moment);
    }
}
