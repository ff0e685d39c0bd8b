package io.tallybook.command.planted;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.Rating;
import java.math.BigDecimal;

/** A state that computes again what was decided long ago. */
record PlantedState(BigDecimal quantity) {
    BigDecimal evolve(PricingModel model) {
        return Rating.rate(model, quantity, CurrencyCode.of("USD"), Conventions.EXACT).precise();
    }
}
