package io.tallybook.core.invoice;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationDocument.Bearer;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which taxes an invoice bears: those of the nearest that bears any, and of no other.
 *
 * <p>The subscription, its customer, its plan, the tenant; under LAGO the plan comes before the
 * customer. So a customer for whom a rate of 0 is named is exempt from what others bear. The
 * customer is the one who gets the invoice.
 */
public final class ApplicableTaxes {
    private static final Comparator<BorneTaxes.Borne> IN_ORDER =
            Comparator.comparing(
                            (BorneTaxes.Borne tax) -> tax.association().association().priority())
                    .thenComparing(tax -> tax.association().stamp().createdAt())
                    .thenComparing(tax -> tax.association().id().value());

    private ApplicableTaxes() {}

    /** Whose taxes are to be asked for. */
    public static List<String> bearers(
            Scope scope, SubscriptionId subscription, SubscriptionTerms terms) {
        return Stream.concat(
                        lineage(subscription, terms),
                        Stream.of(
                                terms.payer().value(),
                                terms.planId().value(),
                                scope.tenant().value()))
                .toList();
    }

    private static Stream<String> lineage(SubscriptionId subscription, SubscriptionTerms terms) {
        return terms.lineage(subscription).stream().map(SubscriptionId::value);
    }

    /**
     * The taxes, in their order.
     *
     * @param at the moment for which the invoice is made out
     */
    public static List<Adjustments.Tax> of(
            BorneTaxes borne,
            Scope scope,
            SubscriptionId subscription,
            SubscriptionTerms terms,
            Instant at) {
        List<Bearing> nearestFirst =
                nearestFirst(terms.conventions()).stream()
                        .map(
                                bearer ->
                                        new Bearing(
                                                bearer,
                                                switch (bearer) {
                                                    case SUBSCRIPTION ->
                                                            lineage(subscription, terms).toList();
                                                    case CUSTOMER -> List.of(terms.payer().value());
                                                    case PLAN -> List.of(terms.planId().value());
                                                    case TENANT -> List.of(scope.tenant().value());
                                                    case INVOICE -> List.of();
                                                }))
                        .toList();
        return of(borne, nearestFirst, terms.currency(), at);
    }

    /** The taxes of an invoice that belongs to no subscription, in their order. */
    public static List<Adjustments.Tax> of(
            BorneTaxes borne, Scope scope, CustomerId customer, CurrencyCode currency, Instant at) {
        return of(
                borne,
                List.of(
                        new Bearing(Bearer.CUSTOMER, List.of(customer.value())),
                        new Bearing(Bearer.TENANT, List.of(scope.tenant().value()))),
                currency,
                at);
    }

    /** Whose taxes are to be asked for where there is no subscription. */
    public static List<String> bearers(Scope scope, CustomerId customer) {
        return List.of(customer.value(), scope.tenant().value());
    }

    /** One who may bear taxes; a subscription under the ids of those that it follows too. */
    private record Bearing(Bearer bearer, List<String> ids) {}

    private static List<Adjustments.Tax> of(
            BorneTaxes borne, List<Bearing> nearestFirst, CurrencyCode currency, Instant at) {
        for (Bearing bearing : nearestFirst) {
            // One that is named twice is borne once.
            Set<TaxRateId> rates = new HashSet<>();
            List<Adjustments.Tax> named =
                    borne.taxes().stream()
                            .filter(tax -> isOf(tax, bearing))
                            .filter(tax -> holds(tax, currency, at))
                            .sorted(IN_ORDER)
                            .map(ApplicableTaxes::tax)
                            .filter(tax -> rates.add(tax.taxRateId()))
                            .toList();
            if (!named.isEmpty()) {
                return named;
            }
        }
        return List.of();
    }

    /** When taxes are looked up: what begins is taxed as at its start, the rest as at its end. */
    public static Instant taxedAt(InvoiceOpening opening) {
        return opening.reason() == BillingReason.SUBSCRIPTION_CREATE
                ? opening.period().start()
                : opening.period().end();
    }

    private static List<Bearer> nearestFirst(Conventions conventions) {
        return switch (conventions) {
            case FLEXPRICE, EXACT ->
                    List.of(Bearer.SUBSCRIPTION, Bearer.CUSTOMER, Bearer.PLAN, Bearer.TENANT);
            case LAGO -> List.of(Bearer.SUBSCRIPTION, Bearer.PLAN, Bearer.CUSTOMER, Bearer.TENANT);
        };
    }

    private static boolean isOf(BorneTaxes.Borne tax, Bearing bearing) {
        TaxAssociationDocument named = tax.association().association();
        return named.bearer() == bearing.bearer() && bearing.ids().contains(named.bearerId());
    }

    private static boolean holds(BorneTaxes.Borne tax, CurrencyCode currency, Instant at) {
        return tax.rate().rate().status() == TaxRateDocument.Status.ACTIVE
                && tax.association().association().holds(currency, at);
    }

    private static Adjustments.Tax tax(BorneTaxes.Borne tax) {
        TaxAssociationDocument named = tax.association().association();
        return new Adjustments.Tax(
                tax.rate().id(),
                tax.rate().rate(),
                tax.association().id(),
                named.bearer(),
                named.bearerId());
    }
}
