package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
        @Nullable CurrencyCode currency,
        @Nullable String priceUnit,
        WalletTerms.Kind kind,
        @Nullable String name,
        @Nullable String description,
        @Nullable BigDecimal conversionRate,
        @Nullable BigDecimal topupConversionRate,
        BigDecimal initialCredits,
        @Nullable Instant initialCreditsExpireAt,
        Map<String, String> metadata,
        TermsRequest terms) {

    static final Map<String, WalletTerms.Kind> KINDS =
            Map.of(
                    "PRE_PAID", WalletTerms.Kind.PREPAID,
                    "POST_PAID", WalletTerms.Kind.POSTPAID,
                    "PROMOTIONAL", WalletTerms.Kind.PROMOTIONAL);

    private static final Choice<WalletTerms.Kind> TYPES = Choice.of(KINDS);

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
        String unit = in.optional("price_unit").text(SHORT);
        boolean ofUnit = unit != null && !unit.isEmpty();
        CurrencyCode currency =
                ofUnit ? in.optional("currency").currency() : in.required("currency").currency();
        BigDecimal credits = in.optional("initial_credits_to_load").amount();
        var request =
                new WalletRequest(
                        customerId,
                        externalId,
                        currency,
                        ofUnit ? unit : null,
                        in.optional("wallet_type").choice(TYPES, WalletTerms.Kind.PREPAID),
                        in.optional("name").text(SHORT),
                        in.optional("description").text(LONG),
                        rate(in, "conversion_rate"),
                        rate(in, "topup_conversion_rate"),
                        credits == null ? BigDecimal.ZERO : credits,
                        expiry(in),
                        in.optional("metadata").map(LONG),
                        TermsRequest.of(in));
        in.check();
        return request;
    }

    private static @Nullable BigDecimal rate(Fields in, String name) {
        BigDecimal rate = in.optional(name).decimal();
        if (rate != null && rate.signum() <= 0) {
            in.complain(name, "a number above zero", rate.toPlainString());
        }
        return rate;
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

    /**
     * The wallet that is meant.
     *
     * @param unit the price unit that {@code priceUnit} names, if it names one
     * @param metered the meter of each feature that is named
     */
    WalletDocument document(
            CustomerId customer,
            Optional<PriceUnitDocument> unit,
            Map<FeatureId, MeterId> metered) {
        CurrencyCode paid =
                unit.map(PriceUnitDocument::baseCurrency)
                        .orElseGet(() -> Objects.requireNonNull(currency));
        BigDecimal usual = unit.map(PriceUnitDocument::conversionRate).orElse(BigDecimal.ONE);
        BigDecimal rate = conversionRate == null ? usual : conversionRate;
        WalletTerms usualTerms =
                new WalletTerms(
                        kind,
                        null,
                        unit.map(PriceUnitDocument::code).orElse(null),
                        null,
                        WalletTerms.Reach.ANYTHING,
                        WalletTerms.TopUpTerms.NONE);
        WalletTerms agreed = terms.over(usualTerms, metered);
        return new WalletDocument(
                customer,
                paid,
                name,
                description,
                rate,
                topupConversionRate == null ? rate : topupConversionRate,
                metadata,
                agreed.equals(WalletTerms.USUAL) ? null : agreed);
    }

    /** Errors: ProblemException (400) if what is said contradicts the price unit. */
    PriceUnitDocument fitting(PriceUnitDocument unit) {
        if (currency != null && !currency.equals(unit.baseCurrency())) {
            throw contradiction("currency", currency.code(), unit.baseCurrency().code());
        }
        if (conversionRate != null && conversionRate.compareTo(unit.conversionRate()) != 0) {
            throw contradiction(
                    "conversion_rate",
                    conversionRate.toPlainString(),
                    unit.conversionRate().toPlainString());
        }
        return unit;
    }

    private static ProblemException contradiction(String field, String sent, String unit) {
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        field + ": expected " + unit + ", as its price unit has it, got " + sent,
                        Map.of("field", field, "sent", sent, "expected", unit))
                .asException();
    }
}
