package io.tallybook.core.ledger;

import java.math.BigDecimal;

/** What has to be known of an entity to book its next event: the fold of its events. */
public sealed interface Book permits WalletBook, InvoiceBook, PaymentBook {
    /** What the entity adds to the accounts that mirror it: see each book. */
    BigDecimal balance();

    /** In whose name it is booked. */
    String customer();
}
