package io.tallybook.sagas.replacement;

import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplacementTest {
    private static final Occurrence WHEN = new Occurrence(SCOPE, START, "event-1");

    @Test
    void anInvoiceThatIsVoidForAnotherHasTheOtherOpenedEachTimeTheSame() {
        InvoiceOpening other =
                Samples.opening(BillingReason.SUBSCRIPTION_CYCLE, 0, NOVEMBER, START)
                        .replacing(INVOICE, START);
        var voided = new InvoiceEvent.Voided(INVOICE, START, List.of(), "late usage", other);
        var open = new InvoiceCommand.Open(InvoiceId.derived(other), SCOPE, START, other);
        assertThat(Replacement.command(voided, WHEN)).contains(open);
        assertThat(Replacement.command(voided, WHEN)).contains(open);
        assertThat(open.invoiceId()).isNotEqualTo(INVOICE);
    }

    @Test
    void anInvoiceThatIsJustVoidHasNone() {
        assertThat(
                        Replacement.command(
                                new InvoiceEvent.Voided(INVOICE, START, List.of(), null), WHEN))
                .isEmpty();
    }
}
