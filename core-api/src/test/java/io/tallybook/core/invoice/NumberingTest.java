package io.tallybook.core.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NumberingTest {
    private static final Instant NEW_YEAR = Instant.parse("2023-12-31T23:30:00Z");
    private static final CustomerId ACME = customer("acme");

    private static CustomerId customer(String name) {
        return CustomerId.of(Ulid.derived(Instant.EPOCH, name));
    }

    private static String number(Map<String, String> setting) {
        return InvoicePolicy.of(setting).numbering().text(NEW_YEAR, ACME, 7);
    }

    @Test
    void anEnvironmentThatHasChosenNothingNumbersByTheMonth() {
        assertThat(number(Map.of())).isEqualTo("INV-202312-00007");
        assertThat(InvoicePolicy.of(Map.of())).isEqualTo(InvoicePolicy.USUAL);
    }

    @Test
    void eachPartCanBeChosen() {
        assertThat(
                        number(
                                Map.of(
                                        "prefix", "RE",
                                        "separator", "/",
                                        "suffix", "DE",
                                        "format", "YYYY",
                                        "suffix_length", "3")))
                .isEqualTo("RE/2023/007/DE");
        assertThat(number(Map.of("format", ""))).isEqualTo("INV-00007");
        assertThat(number(Map.of("prefix", "", "separator", ""))).isEqualTo("20231200007");
        assertThat(number(Map.of("format", "YYMM"))).isEqualTo("INV-2312-00007");
    }

    @Test
    void theDateIsThatOfTheChosenZone() {
        assertThat(number(Map.of("timezone", "Europe/Berlin", "format", "YYYYMMDD")))
                .isEqualTo("INV-20240101-00007");
    }

    @Test
    void aSeriesForEachCustomerNamesTheCustomerInItsNumbers() {
        Numbering each = InvoicePolicy.of(Map.of("series", "customer")).numbering();
        CustomerId other = customer("other");
        assertThat(each.series(NEW_YEAR, ACME)).isNotEqualTo(each.series(NEW_YEAR, other));
        assertThat(each.text(NEW_YEAR, ACME, 1)).isNotEqualTo(each.text(NEW_YEAR, other, 1));
        assertThat(each.text(NEW_YEAR, ACME, 1))
                .isEqualTo(
                        "INV-202312-"
                                + ACME.value().substring(ACME.value().length() - 8)
                                + "-00001");
    }

    @Test
    void aFormatThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> Numbering.DatePart.ofFormat("DDMMYYYY"))
                .hasMessageContaining("DDMMYYYY");
    }
}
