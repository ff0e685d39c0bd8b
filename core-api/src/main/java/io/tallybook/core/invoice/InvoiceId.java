package io.tallybook.core.invoice;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

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
        return of(
                Ulid.derived(
                        switch (opening.reason()) {
                            case SUBSCRIPTION_CREATE, SUBSCRIPTION_RESUME ->
                                    opening.period().start();
                            case SUBSCRIPTION_CYCLE,
                                    SUBSCRIPTION_CANCEL,
                                    SUBSCRIPTION_TRIAL_END,
                                    SUBSCRIPTION_PAUSE ->
                                    opening.period().end();
                        },
                        opening.subscriptionId().value(),
                        Integer.toString(opening.periodIndex()),
                        opening.reason().name()));
    }

    @Override
    public String toString() {
        return value;
    }
}
