package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wallet that is wished for.
 *
 * @param customerId or {@code externalCustomerId}, one of them is there
 * @param initialCredits zero for none
 */
record WalletRequest(
        @Nullable String customerId,
        @Nullable String externalCustomerId,
        CurrencyCode currency,
        @Nullable String name,
        @Nullable String description,
        BigDecimal conversionRate,
        BigDecimal topupConversionRate,
        BigDecimal initialCredits,
        @Nullable Instant initialCreditsExpireAt,
        Map<String, String> metadata) {

    private static final Choice<String> TYPES = Choice.words("PRE_PAID");

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    WalletRequest {
        metadata = Map.copyOf(metadata);
    }

    /** Errors: ProblemException (400) naming the fields. */
    static WalletRequest of(Fields in) {
        String customerId = in.optional("customer_id").text(SHORT);
        String externalId = in.optional("external_customer_id").text(SHORT);
        if (customerId == null && externalId == null) {
            in.complain("customer_id", "a customer_id or an external_customer_id", "neither");
        }
        in.optional("wallet_type").choice(TYPES);
        BigDecimal rate = rate(in, "conversion_rate", BigDecimal.ONE);
        BigDecimal credits = in.optional("initial_credits_to_load").amount();
        var request =
                new WalletRequest(
                        customerId,
                        externalId,
                        in.required("currency").currency(),
                        in.optional("name").text(SHORT),
                        in.optional("description").text(LONG),
                        rate,
                        rate(in, "topup_conversion_rate", rate),
                        credits == null ? BigDecimal.ZERO : credits,
                        expiry(in),
                        in.optional("metadata").map(LONG));
        in.refuseUnsupported("price_unit", "auto_topup", "alert_settings", "config");
        in.check();
        return request;
    }

    private static BigDecimal rate(Fields in, String name, BigDecimal otherwise) {
        BigDecimal rate = in.optional(name).decimal();
        if (rate != null && rate.signum() <= 0) {
            in.complain(name, "a number above zero", rate.toPlainString());
        }
        return rate == null ? otherwise : rate;
    }

    private static @Nullable Instant expiry(Fields in) {
        Instant exact = in.optional("initial_credits_expiry_date_utc").instant();
        Long day = in.optional("initial_credits_to_load_expiry_date").integer(0, 99_991_231);
        if (exact != null || day == null || day == 0) {
            return exact;
        }
        try {
            LocalDate last = LocalDate.parse(day.toString(), DateTimeFormatter.BASIC_ISO_DATE);
            // The day named is the last on which the credits pay.
            return last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            in.complain("initial_credits_to_load_expiry_date", "a day as YYYYMMDD", day.toString());
            return null;
        }
    }

    WalletDocument document(CustomerId customer) {
        return new WalletDocument(
                customer,
                currency,
                name,
                description,
                conversionRate,
                topupConversionRate,
                metadata);
    }
}
