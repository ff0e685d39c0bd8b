package io.tallybook.core.invoice;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;
import io.tallybook.domain.time.BillingPeriod;

/** Names one invoice. */
public record InvoiceId(String value) implements EntityId {
    public static final String PREFIX = "inv";

    public InvoiceId {
        EntityId.require(PREFIX, value);
    }

    public static InvoiceId of(Ulid ulid) {
        return new InvoiceId(PREFIX + "_" + ulid);
    }

    /**
     * The invoice of one period of a subscription for one reason: the same every time it is asked
     * for, so that a repeated opening is the same opening and a preview bears the id that the
     * invoice will have. Its time is that of the period's end, or of its start if it is billed in
     * advance.
     */
    public static InvoiceId derived(InvoiceOpening opening) {
        BillingPeriod period = opening.period();
        InvoiceId replaced = opening.replaces();
        if (replaced != null) {
            return of(Ulid.derived(period.end(), "replacement", replaced.value()));
        }
        GivenInvoice given = opening.given();
        if (given != null) {
            return of(
                    Ulid.derived(
                            period.end(),
                            "given",
                            opening.customerId().value(),
                            opening.reason().name(),
                            given.key()));
        }
        return of(
                Ulid.derived(
                        switch (opening.reason()) {
                            case SUBSCRIPTION_CREATE,
                                    SUBSCRIPTION_UPDATE,
                                    SUBSCRIPTION_TRIAL_START,
                                    SUBSCRIPTION_TRIAL_END,
                                    SUBSCRIPTION_RESUME ->
                                    period.start();
                            case SUBSCRIPTION_CYCLE,
                                    SUBSCRIPTION_CANCEL,
                                    PRORATION,
                                    MANUAL,
                                    AUTO_INVOICE_THRESHOLD,
                                    WALLET_AUTO_TOPUP,
                                    CORRECTION,
                                    SUBSCRIPTION_PAUSE ->
                                    period.end();
                        },
                        names(opening)));
    }

    private static String[] names(InvoiceOpening opening) {
        String subscription = opening.subscription().value();
        String index = Integer.toString(opening.periodIndex());
        String reason = opening.reason().name();
        String change = opening.changeId();
        return change == null
                ? new String[] {subscription, index, reason}
                : new String[] {subscription, index, reason, change};
    }

    @Override
    public String toString() {
        return value;
    }
}
