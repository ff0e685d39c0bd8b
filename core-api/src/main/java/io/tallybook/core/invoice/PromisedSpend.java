package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineCommitment.Measure;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.TrueUp;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineRating;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.MeteredUsage;
import java.math.BigDecimal;

/** From the document of a promise to the commitment that is computed with. */
public final class PromisedSpend {
    private PromisedSpend() {}

    /** Errors: InvalidPrice if what is promised costs nothing. */
    static Commitment of(LineCommitment agreed, LineTerms line) {
        return new Commitment(
                worth(agreed.measure(), agreed.value(), line),
                agreed.overageFactor(),
                trueUp(agreed.shortfall()));
    }

    /**
     * The terms of a line under a promise for each window; as they are where nothing is promised.
     */
    static LineTerms promised(LineTerms line, LineCommitment agreed) {
        return agreed.value().signum() == 0 ? line : line.with(of(agreed, line));
    }

    /** The same for some hours of the day. */
    static LineTerms promised(LineTerms hours, CommitmentBucket bucket) {
        return bucket.value().signum() == 0
                ? hours
                : hours.with(
                        new Commitment(
                                worth(bucket.measure(), bucket.value(), hours),
                                bucket.overageFactor(),
                                trueUp(bucket.shortfall())));
    }

    private static BigDecimal worth(Measure measure, BigDecimal value, LineTerms terms) {
        return switch (measure) {
            case AMOUNT -> value;
            case QUANTITY ->
                    LineRating.usage(terms, MeteredUsage.of(value), BigDecimal.ZERO).precise();
        };
    }

    private static TrueUp trueUp(Shortfall shortfall) {
        return shortfall == Shortfall.CHARGED ? TrueUp.CHARGED : TrueUp.WAIVED;
    }

    /**
     * What a promise is worth by a price. Errors: InvalidPrice naming the field of a price that is
     * none, and for a promise that costs nothing.
     */
    public static BigDecimal worth(
            LineCommitment agreed,
            PriceDocument price,
            CurrencyCode currency,
            Conventions conventions) {
        return of(agreed, InvoiceDocuments.terms(price, currency, conventions)).amount();
    }

    /**
     * Checks the price and promise of some hours of the day. Errors: InvalidPrice naming the field
     * of a price that is none, and for a promise that costs nothing.
     *
     * @param line the price of the line, which holds where the hours have none of their own
     */
    public static void check(
            CommitmentBucket bucket,
            PriceDocument line,
            CurrencyCode currency,
            Conventions conventions) {
        promised(InvoiceDocuments.terms(bucket.price(line), currency, conventions), bucket);
    }
}
