package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Receipt;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.GivenInvoice;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceDetails;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Invoices that somebody writes, and what may be changed of any. */
@RestController
@RequestMapping("/v1/invoices")
public final class InvoiceWriting {
    private static final int LONG = 1_024;
    private static final Duration UNTOUCHED = Duration.ofHours(2);

    private final Dispatch dispatch;
    private final Directory directory;
    private final Invoices invoices;
    private final Adjusting adjusting;
    private final DraftInputs inputs;

    public InvoiceWriting(Dispatch dispatch, Directory directory, Invoices invoices) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.invoices = invoices;
        this.adjusting = new Adjusting(dispatch);
        this.inputs = new DraftInputs(dispatch);
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        WrittenInvoice written = WrittenInvoice.of(body);
        Optional<InvoiceId> named = named(call, written);
        InvoiceId id = named.orElseGet(() -> InvoiceId.of(call.ids().next()));
        return named.map(known -> known(call, known))
                .orElse(Mono.empty())
                .map(before -> same(before, written))
                .switchIfEmpty(Mono.defer(() -> open(call, id, written)))
                .flatMap(
                        view ->
                                written.finalized() && view.said().parking() == null
                                        ? finalized(call, id)
                                        : Mono.just(view))
                .flatMap(view -> invoices.inFull(call, view))
                .map(Answer::created);
    }

    /** The id of an invoice that its writer has named. */
    private static Optional<InvoiceId> named(Call call, WrittenInvoice written) {
        return Optional.ofNullable(written.details().idempotencyKey())
                .map(
                        key ->
                                InvoiceId.of(
                                        Ulid.derived(
                                                Instant.EPOCH,
                                                "written",
                                                call.scope().tenant().value(),
                                                call.scope().environment().value(),
                                                key)));
    }

    private Mono<InvoiceView> known(Call call, InvoiceId id) {
        return dispatch.find(new InvoiceQuery.ById(call.scope(), id), InvoiceView.class);
    }

    private static InvoiceView same(InvoiceView before, WrittenInvoice written) {
        GivenInvoice given = before.opening().given();
        if (given == null || !given.key().equals(fingerprint(written))) {
            throw Problem.of(
                            ProblemCode.ALREADY_EXISTS,
                            "idempotency_key: an invoice with other content bears it already",
                            Map.of("id", before.id().value()))
                    .asException();
        }
        return before;
    }

    // Two invoices are the same if everything that was written is.
    private static String fingerprint(WrittenInvoice written) {
        return Ulid.derived(Instant.EPOCH, written.toString()).toString();
    }

    private Mono<InvoiceView> open(Call call, InvoiceId id, WrittenInvoice written) {
        CustomerId customer = Named.id("customer", written.customerId(), CustomerId::new);
        return Mono.zip(
                        Directory.inUse("customer", directory.customer(call, customer)),
                        subscription(call, written),
                        priced(call, written),
                        dispatch.now(call))
                .flatMap(
                        all ->
                                adjusting.opened(
                                        call,
                                        id,
                                        written.adjustments(),
                                        opening(id, written, all.getT1(), all.getT2(), all.getT4()),
                                        all.getT2(),
                                        all.getT4()))
                .then(Mono.defer(() -> invoices.found(call, id.value())));
    }

    private Mono<Optional<SubscriptionView>> subscription(Call call, WrittenInvoice written) {
        String id = written.subscriptionId();
        if (id == null) {
            return Mono.just(Optional.empty());
        }
        return dispatch.find(
                        new SubscriptionQuery.ById(
                                call.scope(), Named.id("subscription", id, SubscriptionId::new)),
                        SubscriptionView.class)
                .switchIfEmpty(Named.missing("subscription", id))
                .map(Optional::of);
    }

    /** Every price that a line names must be there. */
    private Mono<Boolean> priced(Call call, WrittenInvoice written) {
        List<PriceId> ids =
                written.lines().stream()
                        .map(WrittenInvoice.Line::priceId)
                        .filter(Objects::nonNull)
                        .map(id -> Named.id("price", id, PriceId::new))
                        .distinct()
                        .toList();
        if (ids.isEmpty()) {
            return Mono.just(true);
        }
        return directory
                .prices(call, ids)
                .flatMap(
                        found ->
                                ids.stream()
                                        .filter(id -> !found.containsKey(id.value()))
                                        .findFirst()
                                        .map(id -> Named.<Boolean>missing("price", id))
                                        .orElse(Mono.just(true)));
    }

    private static InvoiceOpening opening(
            InvoiceId id,
            WrittenInvoice written,
            CustomerView customer,
            Optional<SubscriptionView> subscription,
            Instant now) {
        subscription.ifPresent(s -> requireFitting(written, s));
        Instant day = now.truncatedTo(ChronoUnit.DAYS);
        BillingPeriod period =
                period(
                        written.periodStart(),
                        written.periodEnd(),
                        new BillingPeriod(day, day.plus(1, ChronoUnit.DAYS)));
        Conventions conventions =
                subscription.map(s -> s.terms().conventions()).orElse(Conventions.FLEXPRICE);
        var given =
                new GivenInvoice(
                        fingerprint(written),
                        conventions,
                        lines(id, written, period),
                        written.details());
        return InvoiceOpening.of(
                        subscription.map(SubscriptionView::id).orElse(null),
                        customer.id(),
                        written.currency(),
                        written.reason(),
                        period,
                        now.plus(UNTOUCHED),
                        given)
                .servedTo(subscription.map(s -> s.terms().customerId()).orElse(customer.id()));
    }

    private static void requireFitting(WrittenInvoice written, SubscriptionView subscription) {
        var terms = subscription.terms();
        if (!terms.payer().value().equals(written.customerId())) {
            throw refused("customer_id", terms.payer().value(), written.customerId());
        }
        if (!terms.currency().equals(written.currency())) {
            throw refused("currency", terms.currency().code(), written.currency().code());
        }
    }

    private static RuntimeException refused(String field, String expected, String got) {
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "%s: expected that of the subscription, %s, got %s"
                                .formatted(field, expected, got),
                        Map.of("field", field, "expected", expected, "got", got))
                .asException();
    }

    private static List<InvoiceLineInput> lines(
            InvoiceId id, WrittenInvoice written, BillingPeriod period) {
        List<InvoiceLineInput> lines = new ArrayList<>();
        for (WrittenInvoice.Line line : written.lines()) {
            lines.add(
                    InvoiceLineInput.plain(
                                    InvoiceLineId.given(id, period.start(), lines.size()),
                                    line.displayName(),
                                    line.planName() == null ? "" : line.planName(),
                                    period(line.periodStart(), line.periodEnd(), period),
                                    line.quantity(),
                                    new InvoiceLineInput.Plain(
                                            line.amount(),
                                            line.entityType(),
                                            line.entityId(),
                                            line.metadata()))
                            .naming(line.price()));
        }
        return lines;
    }

    private static BillingPeriod period(
            @Nullable Instant start, @Nullable Instant end, BillingPeriod otherwise) {
        return start == null || end == null ? otherwise : new BillingPeriod(start, end);
    }

    private Mono<InvoiceView> finalized(Call call, InvoiceId id) {
        return invoices.finalized(call, id);
    }

    /** Says other things beside the amounts; what is left out stays. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        Instant dueDate = body.optional("due_date").instant();
        String pdf = body.optional("invoice_pdf_url").text(LONG);
        Map<String, String> metadata = body.optional("metadata").looseMap(LONG);
        boolean keepMetadata = !body.has("metadata");
        boolean discounted = Boolean.TRUE.equals(body.optional("apply_discount").truth());
        body.check();
        return Mono.zip(invoices.found(call, id), dispatch.now(call))
                .flatMap(
                        both ->
                                (discounted
                                                ? discounted(call, both.getT1(), both.getT2())
                                                : Mono.empty())
                                        .thenReturn(both))
                .flatMap(
                        both -> {
                            InvoiceView view = both.getT1();
                            InvoiceDetails was = view.said().details();
                            var describe =
                                    new InvoiceCommand.Describe(
                                            view.id(),
                                            call.scope(),
                                            both.getT2(),
                                            new InvoiceDetails(
                                                    was.description(),
                                                    keepMetadata ? was.metadata() : metadata,
                                                    dueDate == null ? was.dueDate() : dueDate,
                                                    pdf == null ? was.pdfUrl() : pdf,
                                                    was.idempotencyKey()));
                            return dispatch.send(call, ViewKind.INVOICE, describe);
                        })
                .then(Mono.defer(() -> invoices.found(call, id)))
                .flatMap(view -> invoices.inFull(call, view))
                .map(Answer::ok);
    }

    /** Prices a draft again, with the coupons that hold for it now. */
    private Mono<Receipt> discounted(Call call, InvoiceView view, Instant now) {
        return switch (view.status()) {
            case DRAFT -> inputs.show(call, view, now);
            case COMPUTED, FINALIZED, SKIPPED, VOIDED -> Mono.error(closed(view));
        };
    }

    private static RuntimeException closed(InvoiceView view) {
        String standing = view.status().name().toLowerCase(Locale.ROOT);
        return Problem.of(
                        ProblemCode.INVALID_OPERATION,
                        "apply_discount: invoice '%s' is %s, and its amounts never change; a credit note takes something off it"
                                .formatted(view.id(), standing),
                        Map.of("field", "apply_discount", "id", view.id().value()))
                .asException();
    }
}
