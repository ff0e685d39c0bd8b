package io.tallybook.command.invoice;

import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.invoiceLine;
import static io.tallybook.command.Some.lineItem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Prices;
import io.tallybook.command.Some;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.usage.Sharer;
import io.tallybook.domain.rating.Conventions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputsDigestTest {
    private static final InvoiceLineInput LINE =
            Lines.usage(
                    "calls",
                    Prices.tiered(METER, TierMode.SLAB).tier("10", "1.50").tier(null, "1"),
                    "12.0");

    private static String digest(InvoiceLineInput... lines) {
        return InputsDigest.of(USD, Conventions.FLEXPRICE, List.of(lines));
    }

    @Test
    void theCanonicalTextIsWrittenDownHereOnceForEver() {
        assertThat(InputsDigest.canonical(USD, Conventions.FLEXPRICE, List.of(LINE)))
                .isEqualTo(
                        """
                        form:1:1
                        currency:3:USD
                        conventions:9:FLEXPRICE
                        lines:1:1
                        id:35:%s
                        line_item:36:%s
                        price:32:%s
                        type:5:USAGE
                        billing_model:6:TIERED
                        amount:1:0
                        tier_mode:4:SLAB
                        tiers:1:2
                        up_to:2:10
                        unit_amount:3:1.5
                        flat_amount:1:0
                        up_to:-
                        unit_amount:1:1
                        flat_amount:1:0
                        divide_by:-
                        round:-
                        billing_period:7:MONTHLY
                        billing_period_count:1:1
                        invoice_cadence:6:ARREAR
                        meter:32:%s
                        service_start:20:2023-11-01T00:00:00Z
                        service_end:20:2023-12-01T00:00:00Z
                        quantity:2:12
                        reading:32:%s
                        customer:4:acme
                        reading_start:20:2023-11-01T00:00:00Z
                        reading_end:20:2023-12-01T00:00:00Z
                        reading_quantity:2:12
                        event_count:1:7
                        watermark:9:0:10,1:20
                        digest:4:00ff
                        """
                                .formatted(
                                        invoiceLine("calls"),
                                        lineItem("calls"),
                                        Some.PRICE,
                                        METER,
                                        METER));
    }

    @Test
    void itIsASha256() {
        assertThat(digest(LINE)).matches("[0-9a-f]{64}");
    }

    @Test
    void theWayADecimalIsWrittenDoesNotMatter() {
        InvoiceLineInput same =
                Lines.usage(
                        "calls",
                        Prices.tiered(METER, TierMode.SLAB).tier("1e1", "1.5").tier(null, "1.00"),
                        "12");
        assertThat(digest(same)).isEqualTo(digest(LINE));
    }

    @Test
    void whateverDecidesAnAmountMatters() {
        Prices price = Prices.flat(METER, "1");
        String base = digest(Lines.usage("calls", price, "12"));
        assertThat(
                        List.of(
                                digest(Lines.usage("calls", price, "13")),
                                digest(Lines.usage("other", price, "12")),
                                digest(Lines.usage("calls", Prices.flat(METER, "2"), "12")),
                                digest(Lines.withoutReading("calls", price, "12")),
                                digest(
                                        Lines.usage("calls", price, "12"),
                                        Lines.usage("calls", price, "12")),
                                digest(),
                                InputsDigest.of(
                                        USD,
                                        Conventions.EXACT,
                                        List.of(Lines.usage("calls", price, "12")))))
                .doesNotContain(base)
                .doesNotHaveDuplicates();
    }

    @Test
    void whoseUsageWasCountedTogetherMattersAndNobodyIsNoField() {
        Prices price = Prices.flat(METER, "1");
        Instant from = Lines.NOVEMBER.start();
        Instant until = Lines.NOVEMBER.end();
        String alone = digest(Lines.usage("calls", price, "12"));
        assertThat(digest(Lines.shared("calls", price, "12"))).isEqualTo(alone);
        assertThat(
                        List.of(
                                alone,
                                shared(price, new Sharer("berlin", from, null)),
                                shared(price, new Sharer("paris", from, null)),
                                shared(price, new Sharer("berlin", from, until)),
                                shared(price, new Sharer("berlin", until, null))))
                .doesNotHaveDuplicates();
    }

    private static String shared(Prices price, Sharer sharer) {
        return digest(Lines.shared("calls", price, "12", sharer));
    }
}
