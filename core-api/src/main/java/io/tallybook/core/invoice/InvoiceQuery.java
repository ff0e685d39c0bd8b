package io.tallybook.core.invoice;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.search.PageLines;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about invoices. */
public sealed interface InvoiceQuery {
    /** One by its id; answered with an optional {@link InvoiceView}. */
    record ById(Scope scope, InvoiceId id) implements InvoiceQuery {}

    /** All of these that exist, of any order, in one answer; answered with a {@link Page}. */
    record ByIds(Scope scope, List<InvoiceId> ids) implements InvoiceQuery {
        public ByIds {
            ids = List.copyOf(ids);
        }
    }

    /**
     * What the invoice of a subscription's open period would be now, from the usage so far;
     * answered with an optional {@link InvoiceView} of status DRAFT that is stored nowhere.
     *
     * @param at up to when arrear lines are computed; the environment's clock
     */
    record Preview(Scope scope, SubscriptionId subscriptionId, Instant at)
            implements InvoiceQuery {}

    /**
     * What the open period of a subscription comes to if usage goes on as it was; answered with an
     * optional {@link ProjectedUsage}, empty without an open period.
     *
     * @param at up to when usage is known; the environment's clock
     */
    record Projection(Scope scope, SubscriptionId subscriptionId, Instant at)
            implements InvoiceQuery {}

    /**
     * What a change of lines would be invoiced at once; answered with an optional {@link
     * InvoiceView} that is stored nowhere, empty if it would not be.
     */
    record PreviewChange(Scope scope, SubscriptionCommand.ChangeLines change)
            implements InvoiceQuery {}

    /**
     * What the first invoice of a subscription would come to, that is not there yet, with the
     * coupons and taxes that bear its name; answered with an optional {@link InvoiceView} that is
     * stored nowhere, empty if nothing is charged at its beginning.
     */
    record PreviewFirst(
            Scope scope, SubscriptionId subscriptionId, SubscriptionTerms terms, Instant at)
            implements InvoiceQuery {}

    /**
     * What would be invoiced first after a trial that ended at another moment; answered with an
     * optional {@link InvoiceView} that is stored nowhere, empty if nothing is charged then.
     */
    record PreviewTrial(Scope scope, SubscriptionCommand.ChangeTrial change)
            implements InvoiceQuery {}

    /**
     * What a remetering would change on the invoice of the open period; answered with an optional
     * {@link RemeteredUsage} that is stored nowhere, empty without an open period.
     */
    record PreviewRemetering(Scope scope, SubscriptionCommand.Remeter remetering)
            implements InvoiceQuery {}

    /**
     * What the usage of a subscription has come to since it began; answered with an optional {@link
     * LifetimeUsage}, empty of one that is inherited: its usage is charged elsewhere.
     *
     * @param at up to when usage is known; the environment's clock
     */
    record Lifetime(Scope scope, SubscriptionId subscriptionId, Instant at)
            implements InvoiceQuery {}

    /**
     * What was really paid of what of a subscription is not used; answered with an optional {@link
     * PaidUnused}, empty while a subscription that it takes to know is not shown.
     *
     * @param parts what is not used, by its price
     * @param amount what of it goes back, by its price
     */
    record WorthOfUnused(
            Scope scope, SubscriptionId subscriptionId, List<Amendment.Unused> parts, Money amount)
            implements InvoiceQuery {
        public WorthOfUnused {
            parts = List.copyOf(parts);
        }
    }

    /**
     * What an invoice is computed from at this moment, with usage that is complete; answered with
     * optional {@link Inputs}, empty while the view of its subscription is behind. Nothing of it is
     * kept.
     *
     * @param assuming an amendment of usage that is taken to be in force; absent for none
     */
    record InputsNow(
            Scope scope,
            InvoiceId id,
            Instant at,
            InvoiceOpening opening,
            @Nullable AmendmentId assuming)
            implements InvoiceQuery {
        /** By what is in force. */
        public InputsNow(Scope scope, InvoiceId id, Instant at, InvoiceOpening opening) {
            this(scope, id, at, opening, null);
        }
    }

    /**
     * What subscriptions were billed before; answered with {@link BilledBefore}.
     *
     * @param since the first moment of service that is looked at stretch by stretch
     */
    record OfSubscriptions(Scope scope, List<SubscriptionId> subscriptionIds, Instant since)
            implements InvoiceQuery {
        public OfSubscriptions {
            subscriptionIds = List.copyOf(subscriptionIds);
        }
    }

    /**
     * What an invoice is computed from.
     *
     * @param adjustments its coupons and taxes; absent for none
     */
    record Inputs(
            Conventions conventions,
            List<InvoiceLineInput> lines,
            @Nullable Adjustments adjustments) {
        public Inputs {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, customer_id, subscription_customer_id, subscription_id, status,
     * reason, number, currency, period_start, period_end, finalized_at, due_date, payment_status,
     * amount_due, amount_remaining, overdue_since, parked_since, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec, PageLines lines) implements InvoiceQuery {
        /** With all their lines, however many. */
        public Search(Scope scope, SearchSpec spec) {
            this(scope, spec, PageLines.ALL);
        }
    }

    /**
     * What a customer was billed and owes; answered with an {@link InvoiceSummary}.
     *
     * @param at when it is asked: what was due before is overdue
     */
    record OfCustomer(Scope scope, CustomerId customerId, Instant at) implements InvoiceQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<InvoiceView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
