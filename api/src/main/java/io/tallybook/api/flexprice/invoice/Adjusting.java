package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.coupon.InvoiceCoupons;
import io.tallybook.api.flexprice.tax.InvoiceTaxes;
import io.tallybook.api.flexprice.tax.TaxOverrides;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.GivenInvoice;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Opens an invoice that somebody wrote with the coupons and taxes that are on it. */
final class Adjusting {
    private final Dispatch dispatch;
    private final InvoiceCoupons coupons;
    private final InvoiceTaxes taxes;

    Adjusting(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.coupons = new InvoiceCoupons(dispatch);
        this.taxes = new InvoiceTaxes(dispatch);
    }

    /**
     * Gives it its coupons, names its taxes and opens it, or none of this.
     *
     * @param opening with lines of its own
     */
    Mono<Receipt> opened(
            Call call,
            InvoiceId id,
            WrittenAdjustments written,
            InvoiceOpening opening,
            Optional<SubscriptionView> subscription,
            Instant now) {
        Instant begun = opening.period().start();
        GivenInvoice given = Objects.requireNonNull(opening.given(), "lines of a written invoice");
        List<InvoiceLineId> lines = given.lines().stream().map(InvoiceLineInput::id).toList();
        return Mono.zip(
                        coupons.find(
                                call, id, written.wishes(lines), lines, opening.currency(), begun),
                        taxes(call, id, written, opening, subscription, now))
                .flatMap(
                        both -> {
                            var adjustments = new Adjustments(both.getT1(), both.getT2());
                            var open =
                                    new InvoiceCommand.Open(
                                            id, call.scope(), now, opening.adjusted(adjustments));
                            return coupons.around(
                                    call,
                                    id,
                                    adjustments.coupons(),
                                    begun,
                                    now,
                                    named(call, written, adjustments, open));
                        });
    }

    private Mono<List<Adjustments.Tax>> taxes(
            Call call,
            InvoiceId id,
            WrittenAdjustments written,
            InvoiceOpening opening,
            Optional<SubscriptionView> subscription,
            Instant now) {
        List<TaxOverrides.Wish> named = written.taxes();
        return named == null
                ? taxes.borne(call, opening.customerId(), opening.currency(), subscription, now)
                : taxes.named(call, id, named, opening.period().start());
    }

    private Mono<Receipt> named(
            Call call,
            WrittenAdjustments written,
            Adjustments adjustments,
            InvoiceCommand.Open open) {
        List<TaxOverrides.Wish> wishes = written.taxes() == null ? List.of() : written.taxes();
        return taxes.store(call, open.invoiceId(), adjustments.taxes(), wishes, open.at())
                .then(Mono.defer(() -> dispatch.send(call, ViewKind.INVOICE, open)))
                .onErrorResume(
                        e ->
                                taxes.takeBack(call, adjustments.taxes(), open.at())
                                        .then(Mono.error(e)));
    }
}
