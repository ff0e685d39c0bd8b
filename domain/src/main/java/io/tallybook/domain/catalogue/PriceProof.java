package io.tallybook.domain.catalogue;

import java.math.BigDecimal;

/** Whether more usage can ever cost less under a price model. */
public sealed interface PriceProof {

    /** It cannot, for any quantity. */
    record NeverFalls() implements PriceProof {}

    /**
     * It can: {@code more} units cost less than {@code fewer}. Amounts are precise, in units of the
     * currency.
     */
    record Falls(
            String field,
            BigDecimal fewer,
            BigDecimal costOfFewer,
            BigDecimal more,
            BigDecimal costOfMore)
            implements PriceProof {
        @Override
        public String toString() {
            return more.toPlainString()
                    + " units cost "
                    + costOfMore.toPlainString()
                    + ", less than the "
                    + costOfFewer.toPlainString()
                    + " of "
                    + fewer.toPlainString()
                    + " units";
        }
    }

    /** The amount is not a matter of the quantity alone, so that nothing can be said. */
    record Unknown(String reason) implements PriceProof {}
}
