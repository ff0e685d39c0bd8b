package io.tallybook.query.ledger;

import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.ledger.InvoiceBook;
import io.tallybook.core.ledger.PaymentBook;
import io.tallybook.core.ledger.WalletBook;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionRoom;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;

/** Keeps the ledger. */
@ProcessingGroup(LedgerProjector.PROCESSOR)
public final class LedgerProjector {
    public static final String PROCESSOR = "projection.ledger";

    private final Projection<LedgerPage<WalletBook>, WalletEvent> wallets;
    private final Projection<LedgerPage<InvoiceBook>, InvoiceEvent> invoices;
    private final Projection<LedgerPage<PaymentBook>, PaymentEvent> payments;

    public LedgerProjector(ProjectionRoom room) {
        this.wallets =
                Projection.aside(
                        "ledger_wallet",
                        new BookFold<WalletBook, WalletEvent>(
                                event -> event.walletId().value(), WalletBook::on),
                        new BookRows<>(room.tables(), "WALLET", WalletBook.class),
                        room);
        this.invoices =
                Projection.aside(
                        "ledger_invoice",
                        new BookFold<InvoiceBook, InvoiceEvent>(
                                event -> event.invoiceId().value(), InvoiceBook::on),
                        new BookRows<>(room.tables(), "INVOICE", InvoiceBook.class),
                        room);
        this.payments =
                Projection.aside(
                        "ledger_payment",
                        new BookFold<PaymentBook, PaymentEvent>(
                                event -> event.paymentId().value(), PaymentBook::on),
                        new BookRows<>(room.tables(), "PAYMENT", PaymentBook.class),
                        room);
    }

    @EventHandler
    void on(WalletEvent event, DomainEventMessage<?> message) {
        wallets.collect(event.walletId().value(), event, message);
    }

    @EventHandler
    void on(InvoiceEvent event, DomainEventMessage<?> message) {
        invoices.collect(event.invoiceId().value(), event, message);
    }

    @EventHandler
    void on(PaymentEvent event, DomainEventMessage<?> message) {
        payments.collect(event.paymentId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        wallets.clear();
        invoices.clear();
        payments.clear();
    }
}
