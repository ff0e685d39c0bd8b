package io.tallybook.command.customer;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerCommand;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerTerms;
import io.tallybook.core.customer.PersonalData;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What may be done with a customer. */
final class CustomerDecider {
    private static final String KIND = "customer";
    private static final int LIST_MAX = 50;

    private CustomerDecider() {}

    static Decision<CustomerEvent.Created> create(CustomerState state, CustomerCommand.Create c) {
        CustomerEvent.Created created =
                new CustomerEvent.Created(
                        c.customerId(),
                        c.scope(),
                        c.externalId(),
                        c.personal(),
                        zone(c.timezone()),
                        c.metadata(),
                        c.terms());
        return switch (state) {
            case CustomerState.Absent() ->
                    Decision.unless(
                            Rules.begin()
                                    .name("external_id", c.externalId())
                                    .and(
                                            broken(
                                                    c.personal(),
                                                    c.timezone(),
                                                    c.metadata(),
                                                    c.terms()))
                                    .broken(),
                            created);
            case CustomerState.Known(var before, var _) -> repeated(c, before, created);
            case CustomerState.Deleted(var before) -> repeated(c, before, created);
            // What it was made of is not known any more, so no retry can be recognised.
            case CustomerState.Erased(var owner, var _) ->
                    owner.equals(c.scope())
                            ? Decision.refused(Rejection.conflict(c.customerId().value()))
                            : Decision.notFound(KIND, c.customerId());
        };
    }

    private static Decision<CustomerEvent.Created> repeated(
            CustomerCommand.Create c, CustomerEvent.Created before, CustomerEvent.Created now) {
        return Decision.repeated(KIND, c.customerId(), before.scope(), c.scope(), before, now);
    }

    static Decision<CustomerEvent.Updated> update(CustomerState state, CustomerCommand.Update c) {
        CustomerEvent.Updated updated =
                new CustomerEvent.Updated(
                        c.customerId(), c.personal(), zone(c.timezone()), c.metadata(), c.terms());
        return switch (of(state, c)) {
            case CustomerState.Absent() -> Decision.notFound(KIND, c.customerId());
            case CustomerState.Known(var _, var current) when current.equals(updated) ->
                    Decision.alreadyDone();
            case CustomerState.Known _ ->
                    Decision.unless(
                            broken(c.personal(), c.timezone(), c.metadata(), c.terms()), updated);
            case CustomerState.Deleted _ -> refused(c, "was deleted and cannot be changed");
            case CustomerState.Erased _ ->
                    refused(c, "has had its personal data erased and cannot be changed");
        };
    }

    /** Whether the command gives the customer another parent. */
    static boolean moves(CustomerState state, CustomerCommand.Update c) {
        return state instanceof CustomerState.Known(var _, var current)
                && !Objects.equals(current.terms().parent(), c.terms().parent());
    }

    /**
     * @param children how many customers belong to it; none are allowed
     */
    static Decision<CustomerEvent.Deleted> delete(
            CustomerState state, CustomerCommand.Delete c, long children) {
        return switch (of(state, c)) {
            case CustomerState.Absent _ -> Decision.notFound(KIND, c.customerId());
            case CustomerState.Deleted _ -> Decision.alreadyDone();
            case CustomerState.Known _ -> deleted(c, children);
            case CustomerState.Erased(var _, var presence) ->
                    switch (presence) {
                        case DELETED -> Decision.alreadyDone();
                        case THERE -> deleted(c, children);
                    };
        };
    }

    private static Decision<CustomerEvent.Deleted> deleted(
            CustomerCommand.Delete c, long children) {
        if (c.subscriptions() > 0) {
            return refused(
                    c,
                    "has %d subscriptions that are not at their end; cancel them first"
                            .formatted(c.subscriptions()));
        }
        return children > 0
                ? refused(
                        c,
                        "is the parent of %d customers; give them another first"
                                .formatted(children))
                : Decision.accepted(new CustomerEvent.Deleted(c.customerId()));
    }

    static Decision<CustomerEvent.Erased> erase(CustomerState state, CustomerCommand.Erase c) {
        return switch (of(state, c)) {
            case CustomerState.Absent() -> Decision.notFound(KIND, c.customerId());
            case CustomerState.Erased _ -> Decision.alreadyDone();
            case CustomerState.Known _, CustomerState.Deleted _ ->
                    Decision.accepted(new CustomerEvent.Erased(c.customerId()));
        };
    }

    /** The state as the command may see it: what is of another scope is not there. */
    private static CustomerState of(CustomerState state, CustomerCommand c) {
        Scope owner =
                switch (state) {
                    case CustomerState.Absent() -> c.scope();
                    case CustomerState.Known(var created, var _) -> created.scope();
                    case CustomerState.Deleted(var created) -> created.scope();
                    case CustomerState.Erased erased -> erased.scope();
                };
        return owner.equals(c.scope()) ? state : new CustomerState.Absent();
    }

    private static <E> Decision<E> refused(CustomerCommand c, String why) {
        return Decision.refused(
                Rejection.invalidOperation("customer '" + c.customerId() + "' " + why));
    }

    static Claim unique(CustomerCommand.Create c) {
        return Claim.in(
                c.scope(), "customer.external_id", "external_id", c.externalId(), c.customerId());
    }

    private static Optional<Rejection> broken(
            PersonalData personal,
            String timezone,
            Map<String, String> metadata,
            CustomerTerms terms) {
        return person(personal)
                .name("timezone", timezone)
                .that(
                        TimeZones.find(timezone).isPresent(),
                        "timezone",
                        timezone,
                        "an IANA time zone, as Europe/Berlin")
                .metadata(metadata)
                .nameIfAny("locale", terms.locale())
                .and(overrides(terms))
                .broken();
    }

    private static Optional<Rejection> overrides(CustomerTerms terms) {
        Rules rules =
                Rules.begin()
                        .that(
                                terms.taxRateOverrides().size() <= LIST_MAX,
                                "tax_rate_overrides",
                                terms.taxRateOverrides().size() + " entries",
                                "at most " + LIST_MAX);
        for (CustomerTerms.TaxRateOverride override : terms.taxRateOverrides()) {
            rules = rules.name("tax_rate_overrides.tax_rate_code", override.taxRateCode());
        }
        return rules.broken();
    }

    private static Rules person(PersonalData personal) {
        Rules rules =
                Rules.begin()
                        .name("name", personal.name())
                        .textIfAny("email", personal.email(), Rules.NAME_MAX)
                        .textIfAny("contact", personal.contact(), Rules.NAME_MAX)
                        .textIfAny("address_line1", personal.addressLine1(), Rules.NAME_MAX)
                        .textIfAny("address_line2", personal.addressLine2(), Rules.NAME_MAX)
                        .textIfAny("address_city", personal.addressCity(), Rules.NAME_MAX)
                        .textIfAny("address_state", personal.addressState(), Rules.NAME_MAX)
                        .textIfAny(
                                "address_postal_code", personal.addressPostalCode(), Rules.NAME_MAX)
                        .textIfAny("address_country", personal.addressCountry(), Rules.NAME_MAX);
        rules =
                rules.that(
                        personal.taxIds().size() <= LIST_MAX,
                        "tax_ids",
                        personal.taxIds().size() + " entries",
                        "at most " + LIST_MAX);
        for (PersonalData.TaxId id : personal.taxIds()) {
            rules = rules.name("tax_ids.type", id.type()).name("tax_ids.value", id.value());
        }
        for (PersonalData.ProviderLink link : personal.providers()) {
            rules =
                    rules.name("integration_entity_mapping.provider_type", link.provider())
                            .name("integration_entity_mapping.provider_entity_id", link.entityId());
        }
        return rules;
    }

    private static String zone(String text) {
        return TimeZones.find(text).map(ZoneId::getId).orElse(text);
    }
}
