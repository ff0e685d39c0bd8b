package io.tallybook.api.flexprice.tax;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.ApplicableTaxes;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.tax.TaxAssociationCommand;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationDocument.Application;
import io.tallybook.core.tax.TaxAssociationDocument.Bearer;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxAssociationQuery;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.tax.TaxRateView;
import io.tallybook.domain.money.CurrencyCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The taxes of an invoice that somebody writes: those that are named on it, or else those of the
 * nearest that bears any.
 */
public final class InvoiceTaxes {
    private final Dispatch dispatch;
    private final TaxOverrides named;

    public InvoiceTaxes(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.named = new TaxOverrides(dispatch);
    }

    /**
     * Those that are named on it, by priority and then in the order in which they are named; a rate
     * that is named twice is borne once. Nothing is stored yet.
     *
     * <p>Errors: ProblemException, 404 naming a code or id that no rate has, 400 for a rate that is
     * not in use.
     *
     * @param begun when its time begins: from it the associations' ids are derived
     */
    public Mono<List<Adjustments.Tax>> named(
            Call call, InvoiceId invoice, List<TaxOverrides.Wish> wishes, Instant begun) {
        return named.find(call, inOrder(wishes)).map(found -> taxes(invoice, found, begun));
    }

    private static List<TaxOverrides.Wish> inOrder(List<TaxOverrides.Wish> wishes) {
        return wishes.stream()
                .sorted(Comparator.comparingInt(TaxOverrides.Wish::priority))
                .toList();
    }

    private static List<Adjustments.Tax> taxes(
            InvoiceId invoice, List<TaxOverrides.Found> found, Instant begun) {
        Set<TaxRateId> rates = new HashSet<>();
        List<Adjustments.Tax> taxes = new ArrayList<>();
        for (TaxOverrides.Found one : found) {
            TaxRateView rate = one.rate();
            requireInUse(one.wish().code(), rate);
            if (rates.add(rate.id())) {
                taxes.add(
                        new Adjustments.Tax(
                                rate.id(),
                                rate.rate(),
                                idOf(invoice, rate.id(), begun),
                                Bearer.INVOICE,
                                invoice.value()));
            }
        }
        return List.copyOf(taxes);
    }

    private static TaxAssociationId idOf(InvoiceId invoice, TaxRateId rate, Instant begun) {
        return TaxAssociationId.of(
                Ulid.derived(begun, "written_tax", invoice.value(), rate.value()));
    }

    private static void requireInUse(String name, TaxRateView rate) {
        if (rate.rate().status() != TaxRateDocument.Status.ACTIVE) {
            throw Problem.of(
                            ProblemCode.VALIDATION_ERROR,
                            "tax_rates: expected a tax rate that is active, got '%s'"
                                    .formatted(name),
                            Map.of("field", "tax_rates", "got", name))
                    .asException();
        }
    }

    /** Those of its subscription, its customer or the tenant, whoever is nearest and bears any. */
    public Mono<List<Adjustments.Tax>> borne(
            Call call,
            CustomerId customer,
            CurrencyCode currency,
            Optional<SubscriptionView> subscription,
            Instant at) {
        Scope scope = call.scope();
        List<String> bearers =
                subscription
                        .map(s -> ApplicableTaxes.bearers(scope, s.id(), s.terms()))
                        .orElseGet(() -> ApplicableTaxes.bearers(scope, customer));
        return dispatch.ask(new TaxAssociationQuery.Borne(scope, bearers), BorneTaxes.class)
                .map(
                        borne ->
                                subscription
                                        .map(
                                                s ->
                                                        ApplicableTaxes.of(
                                                                borne, scope, s.id(), s.terms(),
                                                                at))
                                        .orElseGet(
                                                () ->
                                                        ApplicableTaxes.of(
                                                                borne, scope, customer, currency,
                                                                at)));
    }

    /** Stores what was named on an invoice, so that it is found with all other associations. */
    public Mono<Void> store(
            Call call,
            InvoiceId invoice,
            List<Adjustments.Tax> taxes,
            List<TaxOverrides.Wish> wishes,
            Instant at) {
        return Flux.fromIterable(taxes)
                .filter(tax -> tax.bearer() == Bearer.INVOICE)
                .concatMap(
                        tax ->
                                dispatch.send(
                                        call,
                                        ViewKind.TAX_ASSOCIATION,
                                        new TaxAssociationCommand.Create(
                                                tax.associationId(),
                                                call.scope(),
                                                at,
                                                document(invoice, tax, wishes))))
                .then();
    }

    private static TaxAssociationDocument document(
            InvoiceId invoice, Adjustments.Tax tax, List<TaxOverrides.Wish> wishes) {
        Optional<TaxOverrides.Wish> wish =
                inOrder(wishes).stream()
                        .filter(
                                one ->
                                        one.code().equals(tax.rate().code())
                                                || one.code().equals(tax.taxRateId().value()))
                        .findFirst();
        return new TaxAssociationDocument(
                tax.taxRateId(),
                Bearer.INVOICE,
                invoice.value(),
                wish.map(TaxOverrides.Wish::priority).orElse(0),
                Application.AUTOMATIC,
                null,
                null,
                null,
                wish.map(TaxOverrides.Wish::metadata).orElse(Map.of()));
    }

    /** Deletes what was stored for an invoice that did not come about. */
    public Mono<Void> takeBack(Call call, List<Adjustments.Tax> taxes, Instant at) {
        return Flux.fromIterable(taxes)
                .filter(tax -> tax.bearer() == Bearer.INVOICE)
                .concatMap(
                        tax ->
                                dispatch.send(
                                        call,
                                        ViewKind.TAX_ASSOCIATION,
                                        new TaxAssociationCommand.Delete(
                                                tax.associationId(), call.scope(), at)))
                .then();
    }
}
