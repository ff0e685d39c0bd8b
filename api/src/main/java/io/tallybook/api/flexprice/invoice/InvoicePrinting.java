package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.invoice.document.InvoiceDocument;
import io.tallybook.api.flexprice.invoice.document.InvoicePdf;
import io.tallybook.api.flexprice.invoice.document.Words;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenantView;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An invoice for people: its document, and asking that they be told of it. */
@RestController
@RequestMapping("/v1/invoices/{id}")
public final class InvoicePrinting {
    private final Dispatch dispatch;
    private final Directory directory;
    private final Invoices invoices;

    public InvoicePrinting(Dispatch dispatch, Directory directory, Invoices invoices) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.invoices = invoices;
    }

    /** Its document, made anew each time; in the language of the customer, in its time zone. */
    @GetMapping("/pdf")
    Mono<ResponseEntity<byte[]>> pdf(Call call, @PathVariable("id") String id, Params params) {
        boolean asUrl = Boolean.TRUE.equals(params.optional("url").truth());
        params.optional("force_generate").truth();
        params.check();
        return invoices.found(call, id)
                .flatMap(view -> asUrl ? Mono.fromSupplier(() -> url(view)) : made(call, view));
    }

    // Nothing is stored here that a link could lead to but what the invoice itself names.
    private static ResponseEntity<byte[]> url(InvoiceView view) {
        String url = view.said().details().pdfUrl();
        if (url == null) {
            throw Problem.of(
                            ProblemCode.VALIDATION_ERROR,
                            "url: invoice '%s' has no invoice_pdf_url; ask without url for the"
                                            .formatted(view.id())
                                    + " document itself",
                            Map.of("field", "url", "id", view.id().value()))
                    .asException();
        }
        return Answer.ok(Json.object().put("presigned_url", url).node());
    }

    private Mono<ResponseEntity<byte[]>> made(Call call, InvoiceView view) {
        return Mono.zip(
                        directory.customer(call, view.opening().customerId()),
                        dispatch.find(
                                        new TenancyQuery.TenantById(call.scope().tenant()),
                                        TenantView.class)
                                .switchIfEmpty(Named.missing("tenant", call.scope().tenant())))
                .flatMap(
                        both ->
                                Mono.fromSupplier(() -> made(view, both.getT1(), both.getT2()))
                                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private static ResponseEntity<byte[]> made(
            InvoiceView view, CustomerView customer, TenantView seller) {
        String asked = customer.terms().locale();
        Locale locale = asked == null ? Locale.US : Locale.forLanguageTag(asked.replace('_', '-'));
        Words words = new Words(locale, ZoneId.of(customer.timezone()));
        byte[] pdf = InvoicePdf.of(InvoiceDocument.of(view, seller.tenant(), customer, words));
        String name = view.number() == null ? view.id().value() : view.number();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + name + ".pdf\"")
                .body(pdf);
    }

    /** Records that the customer is to be told; who delivers follows the event. */
    @PostMapping("/comms/trigger")
    Mono<ResponseEntity<byte[]>> communicate(Call call, @PathVariable("id") String id) {
        InvoiceId invoiceId = Named.id("invoice", id, InvoiceId::new);
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                        call,
                                        ViewKind.INVOICE,
                                        new InvoiceCommand.RequestCommunication(
                                                invoiceId, call.scope(), now)))
                .map(
                        _ ->
                                Answer.message(
                                        "invoice "
                                                + id
                                                + ": communication requested (event"
                                                + " invoice.communication_requested); no webhook"
                                                + " endpoint is set up here to deliver it"));
    }
}
