package io.tallybook.command.invoice;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.Numbering;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettledTest {
    private static Settled settled(Instant at) {
        InvoiceTotals totals = new InvoiceTotals(usd("1"), usd("0"), usd("0"), usd("0"), usd("1"));
        return new Settled(
                INVOICE, CUSTOMER, Numbering.USUAL, at, at, List.of(), List.of(), totals);
    }

    @Test
    void aSeriesIsAMonthInUtcWhateverTheCustomersZone() {
        assertThat(settled(at("2023-11-30T23:59:59.999Z")).series()).isEqualTo("INV-202311");
        assertThat(settled(at("2023-12-01T00:00:00Z")).series()).isEqualTo("INV-202312");
    }

    @Test
    void aNumberHasFiveDigitsUntilItNeedsMore() {
        Settled settled = settled(at("2023-12-01T00:00:00Z"));
        assertThat(settled.numbered(1).number()).isEqualTo("INV-202312-00001");
        assertThat(settled.numbered(99_999).number()).isEqualTo("INV-202312-99999");
        assertThat(settled.numbered(100_000).number()).isEqualTo("INV-202312-100000");
    }
}
