package io.tallybook.core.tax;

import java.util.List;

/** Taxes in use, each with whom it is named for. */
public record BorneTaxes(List<Borne> taxes) {
    public static final BorneTaxes NONE = new BorneTaxes(List.of());

    public BorneTaxes {
        taxes = List.copyOf(taxes);
    }

    /** One tax of one bearer. */
    public record Borne(TaxAssociationView association, TaxRateView rate) {}
}
