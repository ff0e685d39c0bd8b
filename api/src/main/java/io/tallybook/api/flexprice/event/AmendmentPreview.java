package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.invoice.InvoiceCorrection;
import io.tallybook.api.flexprice.subscription.Families;
import io.tallybook.api.response.Json;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.Correction;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.AmendmentView;
import io.tallybook.core.usage.AmendmentView.Touched;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an amendment changes on invoices, before it is applied: each one whose period it touches,
 * computed as it would be with it and as it is without, line by line, before discounts, taxes and
 * credits.
 */
final class AmendmentPreview {
    private static final int CUSTOMERS_MAX = 50;
    private static final int INVOICES_MAX = 200;

    /** How many are searched for at a time, the next only when they are wanted. */
    private static final int AT_ONCE = 20;

    /** How many invoices are computed at a time: each waits for the store of usage. */
    private static final int SIDE_BY_SIDE = 4;

    private final Dispatch dispatch;
    private final Directory directory;
    private final InvoiceCorrection corrections;
    private final Families families;

    AmendmentPreview(Dispatch dispatch, Directory directory, InvoiceCorrection corrections) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.families = new Families(dispatch, directory);
        this.corrections = corrections;
    }

    /**
     * An invoice whose period an amendment touches.
     *
     * @param isRunning whether its period has not ended, so that it is not there yet
     */
    private record Subject(InvoiceView invoice, boolean isRunning) {}

    /** An invoice as it is, and as it would be. */
    private record Change(Subject subject, Correction without, Correction with) {
        InvoiceView invoice() {
            return subject.invoice();
        }

        Money difference() {
            return total(with).minus(total(without));
        }

        /** What a correction would bill, or give back, once the amendment is in force. */
        Money due() {
            return with.lines().stream()
                    .map(Correction.Line::difference)
                    .reduce(Money.zero(invoice().opening().currency()), Money::plus);
        }

        Money total(Correction which) {
            return which.lines().stream()
                    .map(line -> line.due().amount())
                    .reduce(Money.zero(invoice().opening().currency()), Money::plus);
        }
    }

    Mono<ObjectNode> of(Call call, AmendmentView amendment, Instant now) {
        AmendmentId assumed =
                amendment.status() == AmendmentView.Step.APPLIED ? null : amendment.id();
        List<Touched> touched = amendment.touched();
        List<Touched> looked = touched.subList(0, Math.min(CUSTOMERS_MAX, touched.size()));
        return Flux.fromIterable(looked)
                .concatMap(customer -> subjects(call, customer, now))
                .distinct(subject -> subject.invoice().id())
                .take(INVOICES_MAX + 1L)
                .flatMapSequential(subject -> change(call, subject, now, assumed), SIDE_BY_SIDE)
                .collectList()
                .map(
                        changes ->
                                Json.object()
                                        .put("amendment_id", amendment.id())
                                        .put("status", amendment.status().name())
                                        .list(
                                                "invoices",
                                                changes.subList(
                                                        0, Math.min(INVOICES_MAX, changes.size())),
                                                AmendmentPreview::json)
                                        .put(
                                                "truncated",
                                                looked.size() < touched.size()
                                                        || changes.size() > INVOICES_MAX)
                                        .node());
    }

    private Flux<Subject> subjects(Call call, Touched touched, Instant now) {
        return directory
                .customersNamed(call, List.of(touched.externalCustomerId()))
                .flatMapIterable(found -> List.copyOf(found.values()))
                .concatMap(customer -> families.counting(call, customer.id()))
                .concatMap(
                        counting ->
                                invoices(call, counting, touched)
                                        .map(invoice -> new Subject(invoice, false))
                                        .concatWith(
                                                running(call, counting, touched, now)
                                                        .map(
                                                                preview ->
                                                                        new Subject(
                                                                                preview, true))));
    }

    /** What is to be the invoices of periods that have not ended. */
    private Flux<InvoiceView> running(
            Call call, List<CustomerId> counting, Touched touched, Instant now) {
        List<Criterion> criteria =
                List.of(
                        new Criterion(
                                "customer_id",
                                Operator.IN,
                                counting.stream().map(CustomerId::value).toList()),
                        new Criterion(
                                "status",
                                Operator.EQ,
                                List.of(SubscriptionView.Status.ACTIVE.name())));
        return all(
                        criteria,
                        spec ->
                                dispatch.ask(
                                                new SubscriptionQuery.Search(call.scope(), spec),
                                                SubscriptionQuery.Page.class)
                                        .map(SubscriptionQuery.Page::items))
                .flatMapSequential(
                        subscription ->
                                dispatch.find(
                                        new InvoiceQuery.Preview(
                                                call.scope(), subscription.id(), now),
                                        InvoiceView.class),
                        SIDE_BY_SIDE)
                .filter(preview -> touches(touched, preview.opening().period()));
    }

    private static boolean touches(Touched touched, BillingPeriod period) {
        return touched.from().isBefore(period.end()) && !touched.to().isBefore(period.start());
    }

    private Flux<InvoiceView> invoices(Call call, List<CustomerId> counting, Touched touched) {
        List<Criterion> criteria =
                List.of(
                        new Criterion(
                                "subscription_customer_id",
                                Operator.IN,
                                counting.stream().map(CustomerId::value).toList()),
                        new Criterion(
                                "period_end", Operator.GT, List.of(touched.from().toString())),
                        new Criterion(
                                "period_start", Operator.LTE, List.of(touched.to().toString())));
        return all(
                        criteria,
                        spec ->
                                dispatch.ask(
                                                new InvoiceQuery.Search(call.scope(), spec),
                                                InvoiceQuery.Page.class)
                                        .map(InvoiceQuery.Page::items))
                .filter(invoice -> invoice.opening().followsTerms())
                // The invoice that closes the period makes up for those within it.
                .filter(
                        invoice ->
                                invoice.opening().reason() != BillingReason.AUTO_INVOICE_THRESHOLD)
                .filter(invoice -> invoice.status() != InvoiceView.Status.VOIDED);
    }

    private static <T> Flux<T> all(
            List<Criterion> criteria, Function<SearchSpec, Mono<List<T>>> search) {
        return Flux.range(0, Integer.MAX_VALUE / AT_ONCE)
                .concatMap(
                        page ->
                                search.apply(
                                        new SearchSpec(
                                                criteria, List.of(), AT_ONCE, page * AT_ONCE)),
                        0)
                .takeUntil(items -> items.size() < AT_ONCE)
                .concatMapIterable(items -> items, 1);
    }

    private Mono<Change> change(
            Call call, Subject subject, Instant now, @Nullable AmendmentId assumed) {
        InvoiceView invoice = subject.invoice();
        return corrections
                .compared(call, invoice, now, null)
                .flatMap(
                        without ->
                                assumed == null
                                        ? Mono.just(new Change(subject, without, without))
                                        : corrections
                                                .compared(call, invoice, now, assumed)
                                                .map(with -> new Change(subject, without, with)));
    }

    private static ObjectNode json(Change change) {
        InvoiceView invoice = change.invoice();
        boolean closed = invoice.status() != InvoiceView.Status.DRAFT;
        List<ObjectNode> lines = new ArrayList<>();
        for (Correction.Line with : change.with().lines()) {
            Correction.Line without =
                    change.without().lines().stream()
                            .filter(
                                    line ->
                                            line.either()
                                                    .input()
                                                    .id()
                                                    .equals(with.either().input().id()))
                            .findFirst()
                            .orElse(with);
            if (!quantity(with).equals(quantity(without))
                    || !with.due().amount().equals(without.due().amount())) {
                lines.add(line(without, with));
            }
        }
        return Json.object()
                .put("invoice_id", change.subject().isRunning() ? null : invoice.id())
                .put("subscription_id", invoice.opening().subscriptionId())
                .put("invoice_number", invoice.number())
                .put("invoice_status", invoice.status().name())
                .put("is_open", !closed)
                .put("currency", invoice.opening().currency().code().toLowerCase(Locale.ROOT))
                .put("period_start", invoice.opening().period().start())
                .put("period_end", invoice.opening().period().end())
                .put("amount_now", change.total(change.without()))
                .put("amount_then", change.total(change.with()))
                .put("difference", change.difference())
                .put("to_be_corrected", closed ? change.due() : null)
                .list("lines", lines, line -> line)
                .node();
    }

    private static ObjectNode line(Correction.Line without, Correction.Line with) {
        var input = with.either().input();
        return Json.object()
                .put("line_id", input.id())
                .put("display_name", input.displayName())
                .put("quantity_now", quantity(without))
                .put("quantity_then", quantity(with))
                .put("amount_now", without.due().amount())
                .put("amount_then", with.due().amount())
                .put("difference", with.due().amount().minus(without.due().amount()))
                .node();
    }

    private static String quantity(Correction.Line line) {
        var now = line.now();
        return now == null ? "0" : now.input().quantity().stripTrailingZeros().toPlainString();
    }
}
