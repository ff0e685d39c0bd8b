package io.tallybook.api.flexprice.creditnote;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.ViewKind;
import io.tallybook.core.creditnote.CreditNoteCommand;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteQuery;
import io.tallybook.core.creditnote.CreditNoteView;
import io.tallybook.core.creditnote.CreditNoteView.Status;
import io.tallybook.core.duework.DueWorkCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of credit notes. */
@RestController
@RequestMapping("/v1/creditnotes")
public final class CreditNotes {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("invoice_id", "invoice_id")
                    .text("customer_id", "customer_id")
                    .text("credit_note_status", "status")
                    .text("credit_note_number", "number")
                    .text("currency", "currency");

    private final Dispatch dispatch;
    private final Directory directory;

    public CreditNotes(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        CreditNoteRequest request = CreditNoteRequest.of(body);
        String key = request.idempotencyKey();
        CreditNoteId id =
                key == null
                        ? CreditNoteId.of(call.ids().next())
                        : CreditNoteId.keyed(call.scope(), key);
        return Mono.zip(dispatch.now(call), invoice(call, request.invoiceId()))
                .flatMap(both -> made(call, id, request, both.getT2(), both.getT1()))
                .then(Mono.defer(() -> inFull(call, id)))
                .map(Answer::created);
    }

    private Mono<InvoiceView> invoice(Call call, String id) {
        InvoiceId invoiceId = Named.id("invoice", id, InvoiceId::new);
        return dispatch.find(new InvoiceQuery.ById(call.scope(), invoiceId), InvoiceView.class)
                .switchIfEmpty(Named.missing("invoice", id));
    }

    /** One that was written under the same key before stays as it is, whatever became of it. */
    private Mono<Boolean> made(
            Call call,
            CreditNoteId id,
            CreditNoteRequest request,
            InvoiceView invoice,
            Instant now) {
        return dispatch.find(new CreditNoteQuery.ById(call.scope(), id), CreditNoteView.class)
                .map(before -> before.note())
                .defaultIfEmpty(request.document(id, invoice))
                .flatMap(
                        note ->
                                request.issues()
                                        ? issued(call, id, note, now)
                                        : dispatch.send(
                                                        call,
                                                        ViewKind.CREDIT_NOTE,
                                                        new CreditNoteCommand.Draft(
                                                                id, call.scope(), now, note))
                                                .thenReturn(true));
    }

    /** The invoice decides whether it holds; its number is due work, done while we wait. */
    private Mono<Boolean> issued(Call call, CreditNoteId id, CreditNoteDocument note, Instant now) {
        var credit =
                new InvoicePaymentCommand.CreditLines(
                        note.invoiceId(), call.scope(), now, id, note);
        return dispatch.send(call, ViewKind.INVOICE, credit)
                .then(performed(call, now))
                .thenReturn(true);
    }

    private Mono<DueWorkCommand.Report> performed(Call call, Instant now) {
        return dispatch.perform(call, new DueWorkCommand.PerformUpTo(call.scope(), now));
    }

    private Mono<CreditNoteView> found(Call call, CreditNoteId id) {
        return dispatch.find(new CreditNoteQuery.ById(call.scope(), id), CreditNoteView.class)
                .switchIfEmpty(Named.missing("credit note", id));
    }

    private Mono<ObjectNode> inFull(Call call, CreditNoteId id) {
        return found(call, id)
                .flatMap(
                        view ->
                                Mono.zip(
                                        invoice(call, view.note().invoiceId().value()),
                                        directory.customers(
                                                call, List.of(view.note().customerId())),
                                        (invoice, customers) ->
                                                CreditNoteJson.of(
                                                        view,
                                                        invoice,
                                                        customers.get(
                                                                view.note()
                                                                        .customerId()
                                                                        .value()))));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return inFull(call, named(id)).map(Answer::ok);
    }

    private static CreditNoteId named(String id) {
        return Named.id("credit note", id, CreditNoteId::new);
    }

    /** Lets a draft hold. */
    @PostMapping("/{id}/finalize")
    Mono<ResponseEntity<byte[]>> issue(Call call, @PathVariable("id") String id) {
        CreditNoteId noteId = named(id);
        return Mono.zip(dispatch.now(call), found(call, noteId))
                .flatMap(
                        both ->
                                both.getT2().status() == Status.VOIDED
                                        ? Mono.error(isVoid(id))
                                        : issued(call, noteId, both.getT2().note(), both.getT1()))
                .then(Mono.defer(() -> inFull(call, noteId)))
                .map(Answer::ok);
    }

    private static Throwable isVoid(String id) {
        return io.tallybook.api.problem.Problem.of(
                        io.tallybook.api.problem.ProblemCode.INVALID_OPERATION,
                        "credit note '%s' is void".formatted(id))
                .asException();
    }

    /** Undoes what lowered an invoice; what gave money back stays. */
    @PostMapping("/{id}/void")
    Mono<ResponseEntity<byte[]>> voidNote(Call call, @PathVariable("id") String id) {
        CreditNoteId noteId = named(id);
        return Mono.zip(dispatch.now(call), found(call, noteId))
                .flatMap(both -> voided(call, both.getT2(), both.getT1()))
                .then(Mono.defer(() -> inFull(call, noteId)))
                .map(Answer::ok);
    }

    private Mono<Boolean> voided(Call call, CreditNoteView view, Instant now) {
        return switch (view.status()) {
            case DRAFT ->
                    dispatch.send(
                                    call,
                                    ViewKind.CREDIT_NOTE,
                                    new CreditNoteCommand.VoidNote(view.id(), call.scope(), now))
                            .thenReturn(true);
            case FINALIZED ->
                    dispatch.send(
                                    call,
                                    ViewKind.INVOICE,
                                    new InvoicePaymentCommand.TakeBackCredit(
                                            view.note().invoiceId(), call.scope(), now, view.id()))
                            .then(performed(call, now))
                            .thenReturn(true);
            case VOIDED -> Mono.just(true);
        };
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        var criteria =
                new Criteria(params)
                        .any("credit_note_ids", "id")
                        .one("invoice_id", "invoice_id")
                        .one("customer_id", "customer_id");
        Status status = params.optional("credit_note_status").choice(Choice.of(Status.class));
        criteria.is("status", status == null ? null : status.name());
        ListRequest request = ListRequest.of(params, FIELDS, criteria);
        return dispatch.ask(
                        new CreditNoteQuery.Search(call.scope(), request.spec()),
                        CreditNoteQuery.Page.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                view -> CreditNoteJson.of(view, null, null))));
    }
}
