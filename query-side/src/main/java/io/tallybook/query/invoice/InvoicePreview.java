package io.tallybook.query.invoice;

import io.tallybook.core.Stamp;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.invoice.AdjustedInputs;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.AdjustmentsApplied;
import io.tallybook.core.invoice.AllowancePlan;
import io.tallybook.core.invoice.ApplicableCoupons;
import io.tallybook.core.invoice.ApplicableTaxes;
import io.tallybook.core.invoice.BillableLines;
import io.tallybook.core.invoice.BillableLines.Line;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.invoice.EarlierSpend;
import io.tallybook.core.invoice.InvoiceDocuments;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceParts;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.InvoiceViewBuilder;
import io.tallybook.core.invoice.LineGrants;
import io.tallybook.core.invoice.Promises;
import io.tallybook.core.subscription.ChangeOfTrial;
import io.tallybook.core.subscription.FirstInvoice;
import io.tallybook.core.subscription.SettledTerms;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeTrial;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.usage.OpeningRequest;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsagePace;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The invoice that the open period of a subscription would give: the same lines and the same
 * arithmetic as the final one, from the usage so far. Prepaid credits are not taken off, because no
 * wallet has been asked.
 *
 * @param lines what it holds
 * @param grants what of their usage may be free
 * @param opened the uses with which windows begin, as far as that was asked
 */
record InvoicePreview(
        SubscriptionView subscription,
        InvoiceOpening opening,
        List<Line> lines,
        Map<Line, LineGrants> grants,
        Map<OpeningRequest, List<Instant>> opened) {
    /**
     * What an invoice needs beside the usage of its lines.
     *
     * @param held the coupons of the subscription
     * @param borne the taxes that it may bear
     * @param earlier what earlier invoices have put towards its promises
     */
    record Beside(List<CouponAssociationView> held, BorneTaxes borne, EarlierSpend earlier) {
        Beside {
            held = List.copyOf(held);
        }
    }

    private static final String ACTOR = "process:preview";
    private static final long NOT_STORED = -1;

    /** Empty when the subscription has no open period. */
    static Optional<InvoicePreview> of(SubscriptionView subscription, Given given) {
        return switch (subscription.status()) {
            case PAUSED, CANCELLED, INCOMPLETE_EXPIRED -> Optional.empty();
            case DRAFT, TRIALING, ACTIVE, INCOMPLETE ->
                    subscription.terms().type() == SubscriptionType.INHERITED
                            ? Optional.empty()
                            : opening(subscription)
                                    .map(opening -> of(subscription, opening, given));
        };
    }

    /** What a subscription that is not there yet is invoiced first; empty if nothing is. */
    static Optional<InvoicePreview> first(InvoiceQuery.PreviewFirst query) {
        SubscriptionTerms terms = SettledTerms.of(query.terms());
        return FirstInvoice.of(query.subscriptionId(), terms)
                .map(
                        opening ->
                                new InvoicePreview(
                                        unborn(query, terms, opening.period()),
                                        opening,
                                        BillableLines.of(terms, opening),
                                        Map.of(),
                                        Map.of()));
    }

    private static SubscriptionView unborn(
            InvoiceQuery.PreviewFirst query, SubscriptionTerms terms, BillingPeriod first) {
        return new SubscriptionView(
                query.subscriptionId(),
                query.scope(),
                terms,
                SubscriptionView.Status.DRAFT,
                0,
                first,
                null,
                null,
                null,
                Stamp.first(query.at(), ACTOR, NOT_STORED));
    }

    /** What a change is invoiced at once; empty if it is not. */
    static Optional<InvoicePreview> of(SubscriptionView subscription, ChangeLines change) {
        SubscriptionTerms terms = subscription.terms();
        LinesChanged changed =
                ChangeOfLines.of(
                        terms, subscription.periodIndex(), subscription.currentPeriod(), change);
        return ChangeOfLines.opening(terms.payer(), terms.currency(), changed)
                .map(opening -> opening.servedTo(terms.customerId()))
                .map(
                        opening ->
                                new InvoicePreview(
                                        subscription,
                                        opening,
                                        BillableLines.of(terms.after(changed), opening),
                                        Map.of(),
                                        Map.of()));
    }

    /** What follows a trial that ends at another moment; empty if nothing is charged then. */
    static Optional<InvoicePreview> of(SubscriptionView trying, ChangeTrial change) {
        SubscriptionView charged =
                trying.after(
                                ChangeOfTrial.of(
                                        trying.id(),
                                        trying.terms(),
                                        trying.currentPeriod(),
                                        change.trialEnd()))
                        .charged();
        return FirstInvoice.afterTrial(
                        charged.id(),
                        charged.terms(),
                        charged.periodIndex(),
                        charged.currentPeriod())
                .map(
                        opening ->
                                new InvoicePreview(
                                        charged,
                                        opening,
                                        BillableLines.of(charged.terms(), opening),
                                        Map.of(),
                                        Map.of()));
    }

    /** What an invoice of the subscription would be if it were computed now. */
    static InvoicePreview of(SubscriptionView subscription, InvoiceOpening opening, Given given) {
        List<Line> lines = BillableLines.of(subscription.terms(), opening);
        Map<Line, LineGrants> grants = new HashMap<>();
        lines.forEach(
                line ->
                        LineGrants.of(subscription.id(), subscription.terms(), line, given)
                                .ifPresent(free -> grants.put(line, free)));
        return new InvoicePreview(subscription, opening, lines, grants, Map.of());
    }

    /** What has to be asked before it is known what has to be read; mostly nothing. */
    List<OpeningRequest> openings() {
        return grants.values().stream()
                .flatMap(free -> free.openings().stream())
                .distinct()
                .toList();
    }

    /** The same, once these were asked; one answer for each, in the same order. */
    InvoicePreview opened(List<List<Instant>> answers) {
        List<OpeningRequest> asked = openings();
        Map<OpeningRequest, List<Instant>> all = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            all.put(asked.get(i), answers.get(i));
        }
        return new InvoicePreview(subscription, opening, lines, grants, all);
    }

    private Map<Line, AllowancePlan> allowances() {
        Map<Line, AllowancePlan> allowances = new HashMap<>();
        grants.forEach(
                (line, free) ->
                        allowances.put(
                                line,
                                free.plan(request -> Objects.requireNonNull(opened.get(request)))));
        return allowances;
    }

    /** What has to be read, in order; empty when no line is of usage. */
    List<ReadingRequest> requests() {
        return Stream.concat(
                        lines.stream().map(Line::reading).filter(Objects::nonNull),
                        lines.stream()
                                .map(allowances()::get)
                                .filter(Objects::nonNull)
                                .flatMap(free -> free.requests().stream()))
                .distinct()
                .toList();
    }

    /**
     * The invoice.
     *
     * @param readings one for each request, in the same order
     * @param beside what it needs beside usage
     */
    InvoiceView with(List<UsageReading> readings, Beside beside, Instant at) {
        SubscriptionTerms terms = subscription.terms();
        InvoiceId id = InvoiceId.derived(opening);
        List<InvoiceLineInput> inputs =
                beside.earlier()
                        .lessWithin(
                                opening,
                                promises().on(id, inputs(id, readings), beside.earlier(), at));
        Adjustments adjustments =
                new Adjustments(
                        ApplicableCoupons.of(beside.held(), terms, id, inputs),
                        ApplicableTaxes.of(
                                beside.borne(),
                                subscription.scope(),
                                subscription.id(),
                                terms,
                                ApplicableTaxes.taxedAt(opening)));
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(
                                terms.currency(), terms.conventions(), inputs, adjustments));
        return new InvoiceView(
                id,
                subscription.scope(),
                opening,
                InvoiceView.Status.DRAFT,
                null,
                InvoiceDocuments.lines(inputs, draft),
                List.of(),
                List.of(),
                InvoiceDocuments.totals(draft),
                at,
                null,
                null,
                null,
                null,
                null,
                Stamp.first(at, ACTOR, NOT_STORED),
                null,
                null,
                adjustments.isEmpty() ? null : AdjustedInputs.applied(adjustments, draft));
    }

    /** What a subscription that is invoiced with another comes to. */
    record Part(SubscriptionView subscription, InvoiceView invoice) {}

    /** One invoice with all parts whose periods end with its own. */
    static InvoiceView together(InvoiceView whole, List<Part> parts) {
        if (parts.isEmpty()) {
            return whole;
        }
        List<InvoiceQuery.Inputs> all = new ArrayList<>();
        all.add(inputs(whole, whole.lines().stream().map(InvoiceLine::input).toList(), parts));
        for (Part part : parts) {
            InvoiceOpening opening = part.invoice().opening();
            if (opening.period().end().equals(whole.opening().period().end())) {
                all.add(
                        inputs(
                                part.invoice(),
                                InvoiceParts.served(
                                        opening,
                                        part.subscription().terms(),
                                        part.invoice().lines().stream()
                                                .map(InvoiceLine::input)
                                                .toList()),
                                parts));
            }
        }
        InvoiceQuery.Inputs together = InvoiceParts.together(all);
        Adjustments adjustments = together.adjustments();
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(
                                whole.opening().currency(),
                                together.conventions(),
                                together.lines(),
                                adjustments));
        return InvoiceViewBuilder.builder(whole)
                .lines(InvoiceDocuments.lines(together.lines(), draft))
                .totals(InvoiceDocuments.totals(draft))
                .adjustments(
                        adjustments == null ? null : AdjustedInputs.applied(adjustments, draft))
                .build();
    }

    // What may be on one invoice is computed by the same conventions.
    private static InvoiceQuery.Inputs inputs(
            InvoiceView invoice, List<InvoiceLineInput> lines, List<Part> parts) {
        AdjustmentsApplied applied = invoice.adjustments();
        return new InvoiceQuery.Inputs(
                parts.getFirst().subscription().terms().conventions(),
                lines,
                applied == null
                        ? null
                        : new Adjustments(
                                applied.coupons().stream()
                                        .map(AdjustmentsApplied.CouponApplied::coupon)
                                        .toList(),
                                applied.taxes().stream()
                                        .map(AdjustmentsApplied.TaxApplied::tax)
                                        .toList()));
    }

    /** What the subscription has promised to spend. */
    Promises promises() {
        return new Promises(subscription.terms(), opening);
    }

    /**
     * The same readings at the end of their periods, if usage goes on as each line has seen it in
     * the piece of the period that {@code at} is in. Allowances follow the line that they are of.
     */
    List<UsageReading> carriedOn(List<UsageReading> readings, Instant at) {
        List<ReadingRequest> requests = requests();
        Map<ReadingRequest, UsagePace> paces = new HashMap<>();
        for (Line line : lines) {
            ReadingRequest request = line.reading();
            if (request != null && request.period().start().isBefore(at)) {
                UsageReading reading = readings.get(requests.indexOf(request));
                paces.put(whatever(request), UsagePace.of(reading, at));
            }
        }
        List<UsageReading> projected = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            UsagePace pace = paces.get(whatever(requests.get(i)));
            projected.add(
                    pace == null
                            ? readings.get(i)
                            : pace.carriedOn(readings.get(i), requests.get(i).meter(), at));
        }
        return projected;
    }

    /** What is read, whatever the stretch of time. */
    private ReadingRequest whatever(ReadingRequest request) {
        return request.during(opening.period());
    }

    /** How the usage of each line is carried on. */
    Map<InvoiceLineId, UsagePace.Method> methods() {
        InvoiceId id = InvoiceId.derived(opening);
        Map<InvoiceLineId, UsagePace.Method> methods = new HashMap<>();
        for (Line line : lines) {
            ReadingRequest request = line.reading();
            if (request != null) {
                methods.put(line.lineId(id), UsagePace.method(request.meter()));
            }
        }
        return methods;
    }

    private List<InvoiceLineInput> inputs(InvoiceId id, List<UsageReading> readings) {
        List<ReadingRequest> requests = requests();
        if (readings.size() != requests.size()) {
            throw new IllegalStateException(
                    "preview of "
                            + subscription.id()
                            + ": asked for "
                            + requests.size()
                            + " readings and got "
                            + readings.size());
        }
        Map<ReadingRequest, UsageReading> read = new HashMap<>();
        for (int i = 0; i < readings.size(); i++) {
            read.put(requests.get(i), readings.get(i));
        }
        Map<Line, AllowancePlan> allowances = allowances();
        List<InvoiceLineInput> inputs = new ArrayList<>();
        for (Line line : lines) {
            InvoiceLineInput input =
                    line.input(
                            id,
                            line.reading() == null
                                    ? null
                                    : Objects.requireNonNull(read.get(line.reading())));
            AllowancePlan free = allowances.get(line);
            inputs.add(
                    free == null
                            ? input
                            : input.with(free.with(r -> Objects.requireNonNull(read.get(r)))));
        }
        return inputs;
    }

    private static Optional<InvoiceOpening> opening(SubscriptionView subscription) {
        return switch (subscription.status()) {
            case DRAFT -> first(subscription).or(() -> ofOpenPeriod(subscription));
            case TRIALING, ACTIVE, INCOMPLETE, INCOMPLETE_EXPIRED, PAUSED, CANCELLED ->
                    ofOpenPeriod(subscription);
        };
    }

    // The first invoice of one that is not activated yet is that of what is paid in advance.
    private static Optional<InvoiceOpening> first(SubscriptionView subscription) {
        InvoiceOpening first =
                opening(
                        subscription,
                        BillingReason.SUBSCRIPTION_CREATE,
                        subscription.currentPeriod());
        return BillableLines.of(subscription.terms(), first).isEmpty()
                ? Optional.empty()
                : Optional.of(first);
    }

    private static Optional<InvoiceOpening> ofOpenPeriod(SubscriptionView subscription) {
        BillingPeriod period = subscription.currentPeriod();
        Instant end = earliest(subscription.cancelAt(), subscription.terms().endDate());
        if (end == null || end.isAfter(period.end())) {
            return Optional.of(
                    opening(
                            subscription,
                            subscription.status() == SubscriptionView.Status.TRIALING
                                    ? BillingReason.SUBSCRIPTION_TRIAL_END
                                    : BillingReason.SUBSCRIPTION_CYCLE,
                            period));
        }
        return period.start().isBefore(end)
                ? Optional.of(
                        opening(
                                subscription,
                                BillingReason.SUBSCRIPTION_CANCEL,
                                new BillingPeriod(period.start(), end)))
                : Optional.empty();
    }

    private static InvoiceOpening opening(
            SubscriptionView subscription, BillingReason reason, BillingPeriod period) {
        return new InvoiceOpening(
                        subscription.id(),
                        subscription.terms().payer(),
                        subscription.terms().currency(),
                        reason,
                        subscription.periodIndex(),
                        period,
                        period.end())
                .due(subscription.terms().arranged().paymentTerms())
                .servedTo(subscription.terms().customerId())
                .following(
                        subscription
                                .terms()
                                .coursed()
                                .crossings(subscription.periodIndex(), period));
    }

    /** From when on earlier invoices count; empty if none does. */
    Optional<Instant> since() {
        return opening.invoicedWithin() == 0
                ? promises().since()
                : promises().since().or(() -> Optional.of(opening.period().start()));
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
