package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceSummary;
import io.tallybook.domain.money.CurrencyCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** What a customer was billed and owes, in one view. */
@RestController
@RequestMapping("/v1/customers/{id}/invoices")
public final class CustomerInvoices {
    private final Dispatch dispatch;
    private final Directory directory;

    public CustomerInvoices(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    @GetMapping("/summary")
    Mono<ResponseEntity<byte[]>> summary(Call call, @PathVariable("id") String id) {
        CustomerId customerId = Named.id("customer", id, CustomerId::new);
        return Mono.zip(directory.customer(call, customerId), dispatch.now(call))
                .flatMap(
                        both ->
                                dispatch.ask(
                                                new InvoiceQuery.OfCustomer(
                                                        call.scope(), customerId, both.getT2()),
                                                InvoiceSummary.class)
                                        .map(summary -> Answer.ok(json(both.getT1(), summary))));
    }

    private static ObjectNode json(CustomerView customer, InvoiceSummary summary) {
        return Json.object()
                .put("customer_id", customer.id())
                .put("default_currency", usual(customer, summary))
                .list("summaries", summary.currencies(), one -> json(customer, one))
                .node();
    }

    private static @Nullable String usual(CustomerView customer, InvoiceSummary summary) {
        CurrencyCode agreed = customer.terms().currency();
        return agreed != null
                ? code(agreed)
                : summary.currencies().stream()
                        .map(one -> code(one.billed().currency()))
                        .findFirst()
                        .orElse(null);
    }

    private static ObjectNode json(CustomerView customer, InvoiceSummary.OfCurrency one) {
        return Json.object()
                .put("customer_id", customer.id())
                .put("currency", code(one.billed().currency()))
                .put("total_revenue_amount", one.billed())
                .put("total_unpaid_amount", one.unpaid())
                .put("total_overdue_amount", one.overdue())
                .put("total_invoice_count", one.invoices())
                .put("unpaid_invoice_count", one.unpaidInvoices())
                .put("overdue_invoice_count", one.overdueInvoices())
                .put("unpaid_usage_charges", one.unpaidUsage())
                .put("unpaid_fixed_charges", one.unpaidFixed())
                .node();
    }

    private static String code(CurrencyCode currency) {
        return currency.code().toLowerCase(Locale.ROOT);
    }
}
