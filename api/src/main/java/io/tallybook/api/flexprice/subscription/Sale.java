package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** In which currency, and for how long at a time, a plan is subscribed to. */
record Sale(CurrencyCode currency, PeriodUnit period, int count) {

    /** The same, as far as it was said. */
    record Asked(
            @Nullable CurrencyCode currency,
            @Nullable PeriodUnit period,
            @Nullable Integer count) {}

    /** How long at a time. */
    private record Every(PeriodUnit period, int count) {
        @Override
        public String toString() {
            return count + " × " + period;
        }
    }

    /**
     * What was asked for; what was not said is what the prices of the plan agree on.
     *
     * <p>Errors: ProblemException (400) naming what is left open, if they agree on none.
     *
     * @param start from when on the prices are to hold
     */
    static Sale of(Asked asked, List<PriceView> prices, Instant start) {
        List<PriceDocument> lasting =
                prices.stream()
                        .map(PriceView::price)
                        .filter(price -> lasts(price, start) && fits(price, asked))
                        .toList();
        CurrencyCode currency =
                asked.currency() != null
                        ? asked.currency()
                        : only(
                                "currency",
                                lasting.stream().map(PriceDocument::currency).distinct().toList());
        if (asked.period() != null) {
            return new Sale(currency, asked.period(), asked.count() == null ? 1 : asked.count());
        }
        Every every =
                only(
                        "billing_period",
                        lasting.stream()
                                .filter(price -> price.currency().equals(currency))
                                .flatMap(Sale::every)
                                .distinct()
                                .toList());
        return new Sale(currency, every.period(), every.count());
    }

    private static boolean lasts(PriceDocument price, Instant start) {
        return price.range().endDate() == null || start.isBefore(price.range().endDate());
    }

    private static boolean fits(PriceDocument price, Asked asked) {
        boolean once = price.billingPeriod() == null;
        return (asked.currency() == null || price.currency().equals(asked.currency()))
                && (once || asked.period() == null || price.billingPeriod() == asked.period())
                && (once || asked.count() == null || price.billingPeriodCount() == asked.count());
    }

    private static Stream<Every> every(PriceDocument price) {
        return Stream.ofNullable(price.billingPeriod())
                .map(period -> new Every(period, price.billingPeriodCount()));
    }

    private static <T> T only(String field, List<T> offered) {
        if (offered.size() == 1) {
            return offered.getFirst();
        }
        throw refused(
                field,
                "one to be named (required), since the prices of the plan leave it open: "
                        + (offered.isEmpty()
                                ? "there is none"
                                : offered.stream()
                                        .map(String::valueOf)
                                        .sorted()
                                        .collect(Collectors.joining(", "))),
                "nothing");
    }
}
