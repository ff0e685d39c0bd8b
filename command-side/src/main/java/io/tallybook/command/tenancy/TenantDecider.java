package io.tallybook.command.tenancy;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.BillingDetails;
import io.tallybook.core.tenancy.TenantCommand;
import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.core.tenancy.TenantEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be done with a tenant: it is touched from its own scope alone. */
final class TenantDecider {
    private static final String KIND = "tenant";

    private TenantDecider() {}

    static Decision<TenantEvent.Created> create(TenantState state, TenantCommand.Create c) {
        TenantEvent.Created created = new TenantEvent.Created(c.tenantId(), c.scope(), c.tenant());
        return switch (state) {
            case TenantState.Absent() ->
                    Decision.unless(
                            Rules.begin()
                                    .that(
                                            c.scope().equals(Scope.ofTenant(c.tenantId())),
                                            "scope",
                                            c.scope().toString(),
                                            "the tenant's own")
                                    .and(broken(c.tenant()))
                                    .broken(),
                            created);
            case TenantState.Known(var before, var _) ->
                    Decision.repeated(
                            KIND, c.tenantId(), before.scope(), c.scope(), before, created);
        };
    }

    static Decision<TenantEvent.Updated> update(TenantState state, TenantCommand.Update c) {
        return switch (state) {
            case TenantState.Absent() -> Decision.notFound(KIND, c.tenantId());
            case TenantState.Known(var created, var current) -> {
                if (!created.scope().equals(c.scope())) {
                    yield Decision.notFound(KIND, c.tenantId());
                }
                if (current.equals(c.tenant())) {
                    yield Decision.alreadyDone();
                }
                yield Decision.unless(
                        broken(c.tenant()), new TenantEvent.Updated(c.tenantId(), c.tenant()));
            }
        };
    }

    private static Optional<Rejection> broken(TenantDocument tenant) {
        return Rules.begin()
                .name("name", tenant.name())
                .metadata(tenant.metadata())
                .and(billing(tenant.billing()))
                .broken();
    }

    private static Optional<Rejection> billing(@Nullable BillingDetails billing) {
        if (billing == null) {
            return Optional.empty();
        }
        return Rules.begin()
                .textIfAny("billing_details.email", billing.email(), Rules.NAME_MAX)
                .textIfAny("billing_details.help_email", billing.helpEmail(), Rules.NAME_MAX)
                .textIfAny("billing_details.phone", billing.phone(), Rules.NAME_MAX)
                .and(address(billing.address()))
                .broken();
    }

    private static Optional<Rejection> address(BillingDetails.@Nullable Address address) {
        if (address == null) {
            return Optional.empty();
        }
        String in = "billing_details.address.address_";
        return Rules.begin()
                .textIfAny(in + "line1", address.line1(), Rules.NAME_MAX)
                .textIfAny(in + "line2", address.line2(), Rules.NAME_MAX)
                .textIfAny(in + "city", address.city(), Rules.NAME_MAX)
                .textIfAny(in + "state", address.state(), Rules.NAME_MAX)
                .textIfAny(in + "postal_code", address.postalCode(), Rules.NAME_MAX)
                .textIfAny(in + "country", address.country(), Rules.NAME_MAX)
                .broken();
    }
}
