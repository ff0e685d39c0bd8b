package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.subscription.LineCommitment;
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
                switch (agreed.measure()) {
                    case AMOUNT -> agreed.value();
                    case QUANTITY ->
                            LineRating.usage(line, MeteredUsage.of(agreed.value()), BigDecimal.ZERO)
                                    .precise();
                },
                agreed.overageFactor(),
                agreed.shortfall() == Shortfall.CHARGED ? TrueUp.CHARGED : TrueUp.WAIVED);
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
}
