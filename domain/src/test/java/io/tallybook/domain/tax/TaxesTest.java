package io.tallybook.domain.tax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.tax.TaxPrecedence.Level;
import io.tallybook.domain.tax.TaxRate.Fixed;
import io.tallybook.domain.tax.TaxRate.Percentage;
import io.tallybook.domain.tax.Taxes.Taxable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaxesTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    private static Money usd(long cents) {
        return Money.ofMinor(cents, USD);
    }

    private static Taxable line(long cents, TaxRate... rates) {
        return new Taxable(Ratio.of(cents, 1), List.of(rates));
    }

    private static Taxes taxes(TaxRounding rounding, Taxable... lines) {
        return Taxes.of(List.of(lines), USD, rounding);
    }

    private static List<Long> amounts(Taxes taxes) {
        return taxes.taxes().stream().map(tax -> tax.amount().minor()).toList();
    }

    @Test
    void eachRateIsRoundedByItselfOrAllTogether() {
        Taxable line =
                line(
                        9999,
                        Percentage.exclusive("a", "8.875"),
                        Percentage.exclusive("b", "2.125"),
                        Percentage.exclusive("c", "0.5"));
        Taxes each = taxes(TaxRounding.EACH_TAX, line);
        assertThat(amounts(each)).containsExactly(887L, 212L, 50L);
        assertThat(each.added()).isEqualTo(usd(1149));
        Taxes whole = taxes(TaxRounding.WHOLE_INVOICE, line);
        assertThat(whole.added()).as("11.498… rounded once").isEqualTo(usd(1150));
        assertThat(amounts(whole))
                .as("shared by largest remainder")
                .containsExactly(887L, 213L, 50L);
    }

    @Test
    void anInclusiveTaxIsTakenOutOfThePrice() {
        Taxes taxes = taxes(TaxRounding.EACH_TAX, line(12000, Percentage.inclusive("vat", "20")));
        assertThat(amounts(taxes)).containsExactly(2000L);
        assertThat(taxes.taxes().getFirst().base()).isEqualTo(usd(10000));
        assertThat(taxes.added()).isEqualTo(usd(0));
        assertThat(taxes.contained()).isEqualTo(usd(2000));
    }

    @Test
    void aCompoundTaxIsTakenOfTheTaxesBeforeIt() {
        Taxes taxes =
                taxes(
                        TaxRounding.EACH_TAX,
                        line(
                                10000,
                                Percentage.exclusive("gst", "5"),
                                Percentage.exclusive("qst", "10").compound()));
        assertThat(amounts(taxes)).containsExactly(500L, 1050L);
    }

    @Test
    void inclusiveComesOutBeforeExclusiveIsTaken() {
        Taxes taxes =
                taxes(
                        TaxRounding.EACH_TAX,
                        line(
                                11000,
                                Percentage.exclusive("levy", "1"),
                                Percentage.inclusive("vat", "10"),
                                Percentage.exclusive("on top", "10").compound()));
        // Net 100.00; contained 10.00; levy 1.00; and a tenth of 100 + 10 + 1.
        assertThat(amounts(taxes)).containsExactly(100L, 1000L, 1110L);
        assertThat(taxes.added()).isEqualTo(usd(1210));
    }

    @Test
    void aFixedTaxIsOwedOnceIfAnythingBearsIt() {
        Fixed fee = new Fixed("fee", usd(150));
        Taxes taxes = taxes(TaxRounding.EACH_TAX, line(3000, fee), line(1000, fee), line(500));
        assertThat(amounts(taxes)).containsExactly(150L);
        assertThat(taxes.parts().getFirst()).containsExactly(usd(113), usd(37), usd(0));
        assertThat(amounts(taxes(TaxRounding.WHOLE_INVOICE, line(0, fee)))).containsExactly(0L);
    }

    @Test
    void linesBearTheirOwnRatesAndTheShareOfTheWhole() {
        Percentage ten = Percentage.exclusive("10", "10");
        Percentage twelve = Percentage.exclusive("12", "12");
        List<Taxable> lines = List.of(line(1000, ten), line(2000, ten, twelve));
        Taxes taxes = Taxes.of(lines, USD, TaxRounding.WHOLE_INVOICE);
        assertThat(amounts(taxes)).containsExactly(300L, 240L);
        assertThat(taxes.parts())
                .containsExactly(List.of(usd(100), usd(200)), List.of(usd(0), usd(240)));
        assertThat(Taxes.effectivePercent(lines)).isEqualByComparingTo("18");
        assertThat(Taxes.effectivePercent(List.of(line(0, ten)))).isEqualByComparingTo("0");
        assertThat(
                        Taxes.effectivePercent(
                                List.of(
                                        line(17900, ten),
                                        line(14900, Percentage.exclusive("20", "20")))))
                .isEqualByComparingTo("14.54268");
    }

    @Test
    void nothingIsTaxedWithoutPriceOrRate() {
        assertThat(taxes(TaxRounding.EACH_TAX, line(100)).taxes()).isEmpty();
        assertThat(amounts(taxes(TaxRounding.EACH_TAX, line(0, Percentage.exclusive("a", "10")))))
                .containsExactly(0L);
    }

    @Test
    void theNearestLevelThatNamesTaxesDecides() {
        Percentage near = Percentage.exclusive("near", "12");
        Percentage far = Percentage.exclusive("far", "10");
        assertThat(
                        TaxPrecedence.resolve(
                                Map.of(Level.ITEM, List.of(near), Level.PLAN, List.of(far))))
                .containsExactly(near);
        assertThat(
                        TaxPrecedence.resolve(
                                Map.of(Level.LINE, List.of(), Level.BILLING_ENTITY, List.of(far))))
                .containsExactly(far);
        assertThat(TaxPrecedence.resolve(Map.of())).isEmpty();
    }

    @Test
    void negativeRatesAreRefused() {
        assertThatThrownBy(() -> Percentage.exclusive("t", "-1"))
                .hasMessage("tax_rate.percentage_value of t: got -1, expected 0 or more");
        assertThatThrownBy(() -> new Fixed("t", usd(-1)))
                .hasMessage("tax_rate.fixed_value of t: got -0.01 USD, expected 0 or more");
    }
}
