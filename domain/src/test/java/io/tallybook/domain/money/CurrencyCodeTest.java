package io.tallybook.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyCodeTest {

    @ParameterizedTest
    @CsvSource({
        "usd, USD, 2", "Eur, EUR, 2", "JPY, JPY, 0", "krw, KRW, 0", "VND, VND, 0", "clp, CLP, 0",
                "isk, ISK, 0",
        "KWD, KWD, 3", "bhd, BHD, 3", "TND, TND, 3", "CLF, CLF, 4", "uyw, UYW, 4", "XOF, XOF, 0",
                "inr, INR, 2",
        "AED, AED, 2", "zwg, ZWG, 2", "BGN, BGN, 2", "BIF, BIF, 0", "XPF, XPF, 0", "mru, MRU, 2",
                "XCG, XCG, 2"
    })
    void aCodeInAnyCaseNamesACurrencyAndItsMinorUnits(String sent, String code, int minorUnits) {
        assertThat(CurrencyCode.of(sent).code()).isEqualTo(code);
        assertThat(CurrencyCode.of(sent).minorUnits()).isEqualTo(minorUnits);
        assertThat(CurrencyCode.of(sent)).hasToString(code).isEqualTo(new CurrencyCode(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "US", "USDX", "XXX", "XAU", "XTS", "ZZZ", "u$d", "ÄÖÜ"})
    void whatIsNoCurrencyOneCanBeBilledInIsRefusedByName(String sent) {
        assertThatThrownBy(() -> CurrencyCode.of(sent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + sent + "\"")
                .hasMessageContaining("ISO 4217");
    }

    @Test
    void theRecordItselfTakesUpperCaseOnly() {
        assertThatThrownBy(() -> new CurrencyCode("usd"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTableAgreesWithThatOfTheJdk() {
        for (String code : CurrencyCode.all()) {
            if (isKnownToTheJdk(code)) {
                assertThat(Currency.getInstance(code).getDefaultFractionDigits())
                        .as(code)
                        .isEqualTo(CurrencyCode.of(code).minorUnits());
            }
        }
        assertThat(CurrencyCode.all()).hasSizeBetween(165, 185).contains("USD", "BOV", "USN");
    }

    @Test
    void everyCurrencyInUseInTheJdkIsInTheTable() {
        // What the JDK still lists although it was withdrawn before 2023, or is no money.
        var gone =
                java.util.Set.of(
                        "ADP", "AFA", "ATS", "AYM", "AZM", "BEF", "BGL", "BYB", "BYR", "CHC", "CSD",
                        "CYP", "DEM", "EEK", "ESP", "FIM", "FRF", "GHC", "GRD", "GWP", "IEP", "ITL",
                        "LTL", "LUF", "LVL", "MGF", "MRO", "MTL", "MXV", "MZM", "NLG", "PTE", "ROL",
                        "RUR", "SDD", "SIT", "SKK", "SRG", "STD", "TMM", "TPE", "TRL", "USS", "VEB",
                        "VEF", "XBA", "XFO", "XFU", "YUM", "ZMK", "ZWN", "ZWR", "ZWD", "ROK", "GQE",
                        "AON", "AOR");
        assertThat(
                        Currency.getAvailableCurrencies().stream()
                                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                                .map(Currency::getCurrencyCode)
                                .filter(code -> !gone.contains(code)))
                .isSubsetOf(CurrencyCode.all());
    }

    @Test
    void currenciesSortByCode() {
        assertThat(CurrencyCode.of("EUR")).isLessThan(CurrencyCode.of("USD"));
    }

    private static boolean isKnownToTheJdk(String code) {
        return Currency.getAvailableCurrencies().stream()
                .anyMatch(c -> c.getCurrencyCode().equals(code));
    }
}
