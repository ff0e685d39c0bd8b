package io.tallybook.sagas.duework;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import java.time.Instant;

/** What an invoice is told of the payments for it. */
final class Bookings {
    private Bookings() {}

    static Command of(Duty.Book book, Scope scope, Instant at) {
        var booking = book.booking();
        return booking.amount() == null
                ? new InvoicePaymentCommand.ReleasePayment(
                        booking.invoiceId(),
                        scope,
                        at,
                        book.subject(),
                        book.index(),
                        booking.givenUpAt())
                : new InvoicePaymentCommand.ApplyPayment(
                        booking.invoiceId(), scope, at, book.subject(), booking.amount());
    }
}
