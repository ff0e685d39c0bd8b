package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.rating.Commitments;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.rating.WindowedTerms;
import java.math.BigDecimal;
import java.util.List;

/**
 * What was used at some hours of the day, and what became of their promise. Amounts are precise.
 *
 * @param base what the usage costs at its price alone
 */
public record UseAtHours(
        CommitmentBucket bucket, BigDecimal usage, BigDecimal base, Commitments.Split kept) {

    static UseAtHours of(
            SubscriptionTerms terms,
            PriceDocument line,
            CommitmentBucket bucket,
            List<WindowedRating.Window> windows) {
        List<WindowedRating.Window> own =
                windows.stream().filter(w -> bucket.hours().covers(w.start())).toList();
        LineTerms priced =
                InvoiceDocuments.terms(bucket.price(line), terms.currency(), terms.conventions());
        LineTerms promised = PromisedSpend.promised(priced, bucket);
        return new UseAtHours(
                bucket,
                own.stream()
                        .map(WindowedRating.Window::value)
                        .reduce(BigDecimal.ZERO, BigDecimal::add),
                rated(priced, own).total(),
                rated(promised, own));
    }

    private static Commitments.Split rated(LineTerms terms, List<WindowedRating.Window> windows) {
        return WindowedRating.rate(WindowedTerms.of(terms), windows, BigDecimal.ZERO)
                .line()
                .commitment();
    }

    /** The same hours, of more usage. */
    public UseAtHours plus(UseAtHours other) {
        return new UseAtHours(
                bucket, usage.add(other.usage), base.add(other.base), kept.plus(other.kept));
    }
}
