package io.tallybook.domain.invoice;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.RatedLine;

/** A line with its amount, before anything is taken off. */
record OpeningLine(LineInput input, RatedLine rated) {

    static OpeningLine of(LineInput input, CurrencyCode currency, Conventions conventions) {
        RatedLine rated = input.charge().rated(currency, conventions);
        return new OpeningLine(input, rated);
    }

    Money amount() {
        return rated.amount();
    }
}
