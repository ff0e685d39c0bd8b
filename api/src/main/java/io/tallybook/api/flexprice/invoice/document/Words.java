package io.tallybook.api.flexprice.invoice.document;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * How a reader writes words, numbers, money and days. A language that has no words here reads
 * English ones; its numbers and days are its own all the same.
 */
public final class Words {
    private static final String BUNDLE = "documents.invoice";
    private static final int DIGITS_MAX = 20;

    private final Locale locale;
    private final ZoneId zone;
    private final ResourceBundle words;

    /**
     * @param zone in which a moment has its day
     */
    public Words(Locale locale, ZoneId zone) {
        this.locale = locale;
        this.zone = zone;
        this.words =
                ResourceBundle.getBundle(
                        BUNDLE,
                        locale,
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String of(String key) {
        return words.getString(key);
    }

    /** With the sign of its currency and exactly the decimals that it has. */
    String money(Money amount) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(Currency.getInstance(amount.currency().code()));
        format.setMinimumFractionDigits(amount.currency().minorUnits());
        format.setMaximumFractionDigits(amount.currency().minorUnits());
        return format.format(amount.toDecimal());
    }

    /** What is taken off. */
    String less(Money amount) {
        return money(Money.zero(amount.currency()).minus(amount));
    }

    String number(BigDecimal number) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(DIGITS_MAX);
        return format.format(number);
    }

    String percent(BigDecimal percentage) {
        return number(percentage) + " %";
    }

    String day(Instant moment) {
        return day(moment.atZone(zone).toLocalDate());
    }

    private String day(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale).format(day);
    }

    /** From its first day to its last, both of it. */
    String period(BillingPeriod period) {
        LocalDate first = period.start().atZone(zone).toLocalDate();
        LocalDate last = period.end().minusNanos(1).atZone(zone).toLocalDate();
        return first.equals(last) ? day(first) : day(first) + " – " + day(last);
    }
}
