package io.tallybook.core.subscription;

import io.tallybook.core.catalogue.PlanId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of what a subscription is charged for, in the middle of its life.
 *
 * @param changeId names it; a repeat bears the same
 * @param at when it was agreed
 * @param periodIndex of the period that was open
 * @param rest from {@code at} to the end of that period
 * @param charged what the lines that begin cost for the rest of what is paid in advance, before
 *     credits
 * @param unused what of the lines that end was paid and not used
 * @param excess what of {@code unused} the charges could not take: it goes to the customer's wallet
 * @param planId the plan from now on; absent for the same
 * @param addons instances that begin
 * @param addonsEnded instances that end, as they are afterwards
 */
public record Amendment(
        String changeId,
        Instant at,
        Settling settling,
        int periodIndex,
        BillingPeriod rest,
        Money charged,
        List<Unused> unused,
        Money excess,
        @Nullable PlanId planId,
        List<AddonAssociation> addons,
        List<AddonAssociation> addonsEnded) {
    public Amendment {
        unused = List.copyOf(unused);
        addons = List.copyOf(addons);
        addonsEnded = List.copyOf(addonsEnded);
    }

    /** What of a line that was paid in advance is not used. */
    public record Unused(LineItemId lineItemId, BillingPeriod period, Money amount) {}

    /** What is given back in all. */
    public Money credit() {
        return unused.stream()
                .map(Unused::amount)
                .reduce(Money.zero(charged.currency()), Money::plus);
    }

    /** What is owed for it after credits. */
    public Money net() {
        return charged.minus(credit().minus(excess));
    }
}
