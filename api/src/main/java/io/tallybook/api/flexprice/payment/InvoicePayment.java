package io.tallybook.api.flexprice.payment;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.invoice.InvoiceJson;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.response.Answer;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes by which an invoice is told of its payment. */
@RestController
@RequestMapping("/v1/invoices/{id}/payment")
public final class InvoicePayment {

    private final Dispatch dispatch;
    private final Settling settling;
    private final ChosenMethod chosen;

    public InvoicePayment(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.settling = new Settling(dispatch);
        this.chosen = new ChosenMethod(dispatch);
    }

    /** How an invoice may be said to stand. */
    private enum Said {
        PENDING,
        SUCCEEDED,
        OVERPAID,
        FAILED
    }

    /**
     * What is said to have been paid so far: what no payment has brought yet is recorded as one
     * that came by another way.
     *
     * @param amount absent for all that is owed
     */
    private record Word(Said said, @Nullable BigDecimal amount) {
        static Word of(Body in) {
            var word =
                    new Word(
                            in.required("payment_status").choice(Choice.of(Said.class)),
                            in.optional("amount").amount());
            if (word.amount() == null && word.said() == Said.OVERPAID) {
                in.complain("amount", "what was paid in all", "nothing");
            }
            if (word.amount() != null && word.said() == Said.FAILED) {
                in.complain("amount", "to be left out with FAILED", "a value");
            }
            in.check();
            return word;
        }
    }

    @PutMapping
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        Word word = Word.of(body);
        PaymentId paymentId = PaymentId.of(call.ids().next());
        return Mono.zip(dispatch.now(call), invoice(call, id))
                .flatMap(
                        both ->
                                word.said() == Said.FAILED
                                        ? failed(call, both.getT2(), both.getT1())
                                        : paid(
                                                call,
                                                both.getT2(),
                                                paymentId,
                                                missing(both.getT2(), word),
                                                both.getT1()))
                .then(Mono.defer(() -> invoice(call, id)))
                .map(view -> Answer.ok(InvoiceJson.of(view, InvoiceJson.Shown.alone())));
    }

    /** Tries to get what is left: the collection that was begun goes on, or a new one begins. */
    @PostMapping("/attempt")
    Mono<ResponseEntity<byte[]>> attempt(Call call, @PathVariable("id") String id) {
        PaymentId fresh = PaymentId.of(call.ids().next());
        return Mono.zip(dispatch.now(call), invoice(call, id))
                .flatMap(
                        both -> {
                            requireUnpaid(both.getT2());
                            return begun(call, both.getT2(), fresh, both.getT1())
                                    .flatMap(
                                            payment ->
                                                    settling.settled(call, payment, both.getT1()));
                        })
                .map(
                        view ->
                                Answer.message(
                                        "payment %s of invoice %s is %s"
                                                .formatted(
                                                        view.id(),
                                                        id,
                                                        view.status()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT))));
    }

    private static void requireUnpaid(InvoiceView invoice) {
        if (!invoice.money().remaining(invoice.billed()).isPositive()) {
            throw refused(
                    ProblemCode.INVALID_OPERATION,
                    "invoice '%s': nothing is left to be paid".formatted(invoice.id()));
        }
    }

    private Mono<PaymentId> begun(Call call, InvoiceView invoice, PaymentId fresh, Instant now) {
        return dispatch.ask(
                        new PaymentQuery.Search(call.scope(), unfinished(invoice.id())),
                        PaymentQuery.Page.class)
                .flatMap(
                        page ->
                                page.items().isEmpty()
                                        ? made(call, invoice, fresh, now)
                                        : again(call, page.items().getFirst(), now));
    }

    private static SearchSpec unfinished(InvoiceId invoice) {
        return new SearchSpec(
                List.of(
                        new Criterion("invoice_id", Operator.EQ, List.of(invoice.value())),
                        new Criterion("entity_status", Operator.EQ, List.of("PUBLISHED")),
                        new Criterion("status", Operator.IN, List.of("FAILED", "PROCESSING")),
                        new Criterion("method", Operator.EQ, List.of("CARD"))),
                List.of(new SearchSpec.Order("created_at", SearchSpec.Direction.DESC)),
                1,
                0);
    }

    private Mono<PaymentId> again(Call call, PaymentView payment, Instant now) {
        return dispatch.send(
                        call,
                        ViewKind.PAYMENT,
                        new PaymentCommand.Begin(payment.id(), call.scope(), now))
                .thenReturn(payment.id());
    }

    private Mono<PaymentId> made(Call call, InvoiceView invoice, PaymentId id, Instant now) {
        var payment =
                new PaymentDocument(
                        invoice.id(),
                        invoice.number(),
                        invoice.opening().customerId(),
                        PaymentMethodType.CARD,
                        invoice.money().remaining(invoice.billed()),
                        PaymentDocument.Origin.COLLECTION,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        return chosen.of(call, payment)
                .flatMap(
                        document ->
                                dispatch.send(
                                        call,
                                        ViewKind.PAYMENT,
                                        new PaymentCommand.Create(
                                                id,
                                                call.scope(),
                                                now,
                                                document,
                                                PaymentCommand.Processing.NOW)))
                .thenReturn(id);
    }

    private Mono<InvoiceView> invoice(Call call, String id) {
        InvoiceId invoiceId = Named.id("invoice", id, InvoiceId::new);
        return dispatch.find(new InvoiceQuery.ById(call.scope(), invoiceId), InvoiceView.class)
                .switchIfEmpty(Named.missing("invoice", id));
    }

    private Mono<Void> failed(Call call, InvoiceView invoice, Instant now) {
        return dispatch.send(
                        call,
                        ViewKind.INVOICE,
                        new InvoicePaymentCommand.GiveUpCollection(invoice.id(), call.scope(), now))
                .then();
    }

    private Mono<Void> paid(
            Call call, InvoiceView invoice, PaymentId id, Money missing, Instant now) {
        if (!missing.isPositive()) {
            return Mono.empty();
        }
        var payment =
                new PaymentDocument(
                        invoice.id(),
                        invoice.number(),
                        invoice.opening().customerId(),
                        PaymentMethodType.OFFLINE,
                        missing,
                        PaymentDocument.Origin.REQUESTED,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        return dispatch.send(
                        call,
                        ViewKind.PAYMENT,
                        new PaymentCommand.Create(
                                id, call.scope(), now, payment, PaymentCommand.Processing.NOW))
                .then(Mono.defer(() -> settling.settled(call, id, now)))
                .then();
    }

    /** What was paid beyond what is known. Errors: ProblemException (400). */
    private static Money missing(InvoiceView invoice, Word word) {
        if (invoice.status() != InvoiceView.Status.FINALIZED) {
            throw refused(
                    ProblemCode.INVALID_OPERATION,
                    "invoice '%s' is %s: only what is finalized is paid"
                            .formatted(invoice.id(), invoice.status().name()));
        }
        InvoicePayments money = invoice.money();
        Money owed = money.owed(invoice.billed());
        Money kept = money.kept();
        if (word.amount() == null) {
            return word.said() == Said.PENDING
                    ? kept.minus(kept)
                    : owed.minus(kept).max(kept.minus(kept));
        }
        Money paid = exact(word.amount(), owed.currency());
        if (paid.isLessThan(kept)) {
            throw refused(
                    ProblemCode.VALIDATION_ERROR,
                    ("amount: expected at least %s, which payments have brought and which can be"
                                    + " refunded, got %s")
                            .formatted(kept, paid));
        }
        String fault =
                switch (word.said()) {
                    case PENDING -> owed.isLessThan(paid) || owed.equals(paid) ? "less than" : null;
                    case SUCCEEDED -> owed.equals(paid) ? null : "exactly";
                    case OVERPAID -> owed.isLessThan(paid) ? null : "more than";
                    case FAILED -> null;
                };
        if (fault != null) {
            throw refused(
                    ProblemCode.VALIDATION_ERROR,
                    "amount: expected %s %s to be %s, got %s"
                            .formatted(fault, owed, word.said(), paid));
        }
        return paid.minus(kept);
    }

    private static Money exact(BigDecimal amount, CurrencyCode currency) {
        try {
            return Money.of(amount, currency);
        } catch (ArithmeticException e) {
            throw refused(ProblemCode.VALIDATION_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private static RuntimeException refused(ProblemCode code, String message) {
        return Problem.of(code, message).asException();
    }
}
