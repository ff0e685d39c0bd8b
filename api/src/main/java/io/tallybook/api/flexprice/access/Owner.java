package io.tallybook.api.flexprice.access;

import io.tallybook.core.Ulid;
import io.tallybook.core.access.UserId;
import io.tallybook.core.tenancy.TenantId;
import java.time.Instant;

/** The first user of a tenant that nobody signed up for: whoever started the program. */
public final class Owner {

    private Owner() {}

    public static UserId of(TenantId tenant) {
        return UserId.of(Ulid.derived(Instant.EPOCH, "owner", tenant.value()));
    }
}
