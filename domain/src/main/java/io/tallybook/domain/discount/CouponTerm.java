package io.tallybook.domain.discount;

/** For how many invoices a coupon lasts. */
public sealed interface CouponTerm {

    /** One invoice; of a fixed amount what that invoice could not use stays for the next. */
    record Once() implements CouponTerm {}

    /** So many invoices more. */
    record Repeating(int invoicesLeft) implements CouponTerm {
        /** Errors: IllegalArgumentException if invoicesLeft is below 1. */
        public Repeating {
            if (invoicesLeft < 1) {
                throw new IllegalArgumentException(
                        "coupon.duration: got "
                                + invoicesLeft
                                + " invoices left, expected 1 or more");
            }
        }
    }

    /** Every invoice. */
    record Forever() implements CouponTerm {}
}
