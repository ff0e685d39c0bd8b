package io.tallybook.sagas.finalization;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.discount.CouponAssociationCommand;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.invoice.AdjustedInputs;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.AdjustmentsApplied.CouponApplied;
import io.tallybook.core.invoice.ApplicableCoupons;
import io.tallybook.core.invoice.ApplicableTaxes;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceDocuments;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.tax.TaxAssociationQuery;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * The coupons and taxes of a batch of invoices.
 *
 * <p>What lasts for one invoice is used up before that is computed, by a command that the holding
 * itself refuses if another invoice was first: a view that lags can delay an invoice, but never
 * discount two.
 */
final class CouponsAndTaxes {
    private static final String NAME = "finalization";
    private static final String CAUSE = "due_work:FINALIZE_INVOICE";

    private final QueryGateway queries;
    private final ProcessCommands commands;

    CouponsAndTaxes(QueryGateway queries, ProcessCommands commands) {
        this.queries = queries;
        this.commands = commands;
    }

    /** What subscriptions, and those that they follow, hold and may bear. */
    record Found(Map<SubscriptionId, List<CouponAssociationView>> held, BorneTaxes borne) {
        /** Those of one invoice. */
        Adjustments of(
                Scope scope,
                InvoiceId invoice,
                InvoiceOpening opening,
                SubscriptionTerms terms,
                List<InvoiceLineInput> lines) {
            SubscriptionId subscription = opening.subscription();
            return new Adjustments(
                    ApplicableCoupons.of(
                            terms.lineage(subscription).stream()
                                    .flatMap(one -> held.getOrDefault(one, List.of()).stream())
                                    .toList(),
                            terms,
                            invoice,
                            lines),
                    ApplicableTaxes.of(
                            borne,
                            scope,
                            subscription,
                            terms.paidBy(opening.customerId()),
                            ApplicableTaxes.taxedAt(opening)));
        }
    }

    /**
     * @param payers who gets the invoices, where that may have become another since they were
     *     opened
     */
    Found of(
            Scope scope,
            Map<SubscriptionId, SubscriptionTerms> terms,
            Collection<CustomerId> payers) {
        if (terms.isEmpty()) {
            return new Found(Map.of(), BorneTaxes.NONE);
        }
        CouponAssociationQuery.Page page =
                Replies.of(
                        queries.query(
                                new CouponAssociationQuery.OfSubscriptions(scope, holders(terms)),
                                ResponseTypes.instanceOf(CouponAssociationQuery.Page.class)));
        Map<SubscriptionId, List<CouponAssociationView>> held = new HashMap<>();
        for (CouponAssociationView one : page.items()) {
            held.merge(
                    Objects.requireNonNull(one.association().subscriptionId()),
                    List.of(one),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        }
        List<String> bearers =
                Stream.concat(
                                payers.stream().map(CustomerId::value),
                                terms.entrySet().stream()
                                        .flatMap(t -> bearers(scope, t.getKey(), t.getValue())))
                        .distinct()
                        .toList();
        BorneTaxes borne =
                Replies.of(
                        queries.query(
                                new TaxAssociationQuery.Borne(scope, bearers),
                                ResponseTypes.instanceOf(BorneTaxes.class)));
        return new Found(held, borne);
    }

    private static List<SubscriptionId> holders(Map<SubscriptionId, SubscriptionTerms> terms) {
        return terms.entrySet().stream()
                .flatMap(agreed -> agreed.getValue().lineage(agreed.getKey()).stream())
                .distinct()
                .toList();
    }

    private static Stream<String> bearers(
            Scope scope, SubscriptionId subscription, SubscriptionTerms terms) {
        return ApplicableTaxes.bearers(scope, subscription, terms).stream();
    }

    /** Uses up what lasts for this invoice; answers why it cannot, if it cannot yet. */
    Optional<String> use(InvoiceCommand.Compute compute, CurrencyCode currency) {
        Adjustments adjustments = compute.adjustments();
        if (adjustments == null
                || adjustments.coupons().stream().noneMatch(CouponsAndTaxes::lastsOnce)) {
            return Optional.empty();
        }
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(
                                currency,
                                compute.conventions(),
                                compute.lines(),
                                Objects.requireNonNull(adjustments)));
        for (CouponApplied applied : AdjustedInputs.applied(adjustments, draft).coupons()) {
            if (lastsOnce(applied.coupon()) && applied.taken().isPositive()) {
                Answer answer =
                        commands.send(
                                NAME,
                                CAUSE,
                                new CouponAssociationCommand.Use(
                                        applied.coupon().associationId(),
                                        compute.scope(),
                                        compute.at(),
                                        compute.invoiceId(),
                                        applied.taken()));
                if (answer instanceof Answer.Refused(var rejection)) {
                    return Optional.of(rejection.message());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean lastsOnce(Adjustments.Coupon coupon) {
        return coupon.coupon().cadence() == CouponDocument.Cadence.ONCE;
    }
}
