package io.tallybook.command.customer;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.customer.CustomerCommand;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.PersonalData;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** What may be done with a customer. */
final class CustomerDecider {
    private static final String KIND = "customer";

    private CustomerDecider() {}

    static Decision<CustomerEvent.Created> create(CustomerState state, CustomerCommand.Create c) {
        CustomerEvent.Created created =
                new CustomerEvent.Created(
                        c.customerId(),
                        c.scope(),
                        c.externalId(),
                        c.personal(),
                        zone(c.timezone()),
                        c.metadata());
        return switch (state) {
            case CustomerState.Absent() ->
                    Decision.unless(
                            Rules.begin()
                                    .name("external_id", c.externalId())
                                    .and(broken(c.personal(), c.timezone(), c.metadata()))
                                    .broken(),
                            created);
            case CustomerState.Known(var before, var _) ->
                    Decision.repeated(
                            KIND, c.customerId(), before.scope(), c.scope(), before, created);
        };
    }

    static Decision<CustomerEvent.Updated> update(CustomerState state, CustomerCommand.Update c) {
        CustomerEvent.Updated updated =
                new CustomerEvent.Updated(
                        c.customerId(), c.personal(), zone(c.timezone()), c.metadata());
        return switch (state) {
            case CustomerState.Absent() -> Decision.notFound(KIND, c.customerId());
            case CustomerState.Known(var created, var current) -> {
                if (!created.scope().equals(c.scope())) {
                    yield Decision.notFound(KIND, c.customerId());
                }
                if (current.equals(updated)) {
                    yield Decision.alreadyDone();
                }
                yield Decision.unless(broken(c.personal(), c.timezone(), c.metadata()), updated);
            }
        };
    }

    static Optional<Claim> unique(CustomerCommand.Create c) {
        return Optional.of(
                Claim.in(
                        c.scope(),
                        "customer.external_id",
                        "external_id",
                        c.externalId(),
                        c.customerId()));
    }

    private static Optional<Rejection> broken(
            PersonalData personal, String timezone, Map<String, String> metadata) {
        return Rules.begin()
                .name("name", personal.name())
                .textIfAny("email", personal.email(), Rules.NAME_MAX)
                .textIfAny("contact", personal.contact(), Rules.NAME_MAX)
                .textIfAny("address_line1", personal.addressLine1(), Rules.NAME_MAX)
                .textIfAny("address_line2", personal.addressLine2(), Rules.NAME_MAX)
                .textIfAny("address_city", personal.addressCity(), Rules.NAME_MAX)
                .textIfAny("address_state", personal.addressState(), Rules.NAME_MAX)
                .textIfAny("address_postal_code", personal.addressPostalCode(), Rules.NAME_MAX)
                .textIfAny("address_country", personal.addressCountry(), Rules.NAME_MAX)
                .name("timezone", timezone)
                .that(
                        TimeZones.find(timezone).isPresent(),
                        "timezone",
                        timezone,
                        "an IANA time zone, as Europe/Berlin")
                .metadata(metadata)
                .broken();
    }

    private static String zone(String text) {
        return TimeZones.find(text).map(ZoneId::getId).orElse(text);
    }
}
