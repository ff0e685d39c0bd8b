package io.tallybook.core.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription begins and is paid, where that was agreed.
 *
 * @param paymentTerms absent where the usual time to pay holds
 * @param paymentMethodId what a payment provider calls the method that is charged
 * @param trialDays how many days at the start are not charged; absent for none
 * @param phases stretches with lines of their own, in the order of time
 * @param trialEnd the first moment that is charged, where that was agreed instead of days
 * @param hoursToPay how long the first invoice may stay unpaid before all is given up; absent where
 *     nothing is held back for it
 * @param threshold how much open usage may come to before it is invoiced at once, in units of the
 *     currency; absent where it waits for the end of the period
 * @param predecessors all that it follows, the last of them in whose place it begins, in the moment
 *     in which that ends; none of one that begins by itself
 */
@RecordBuilder
public record Arrangement(
        CollectionMethod collectionMethod,
        PaymentBehavior paymentBehavior,
        ProrationBehavior prorationBehavior,
        @Nullable PaymentTerms paymentTerms,
        @Nullable String paymentMethodId,
        @Nullable SpendCommitment commitment,
        @Nullable Integer trialDays,
        List<Phase> phases,
        @Nullable Instant trialEnd,
        @Nullable Integer hoursToPay,
        @Nullable BigDecimal threshold,
        List<Predecessor> predecessors) {
    public Arrangement {
        predecessors = List.copyOf(Objects.requireNonNullElse(predecessors, List.of()));
        phases = List.copyOf(Objects.requireNonNullElse(phases, List.of()));
    }

    /** One that begins by itself. */
    public Arrangement(
            CollectionMethod collectionMethod,
            PaymentBehavior paymentBehavior,
            ProrationBehavior prorationBehavior,
            @Nullable PaymentTerms paymentTerms,
            @Nullable String paymentMethodId,
            @Nullable SpendCommitment commitment,
            @Nullable Integer trialDays,
            List<Phase> phases,
            @Nullable Instant trialEnd,
            @Nullable Integer hoursToPay,
            @Nullable BigDecimal threshold) {
        this(
                collectionMethod,
                paymentBehavior,
                prorationBehavior,
                paymentTerms,
                paymentMethodId,
                commitment,
                trialDays,
                phases,
                trialEnd,
                hoursToPay,
                threshold,
                List.of());
    }

    /** One that is served whether it is paid or not, and whose usage waits for the period's end. */
    public Arrangement(
            CollectionMethod collectionMethod,
            PaymentBehavior paymentBehavior,
            ProrationBehavior prorationBehavior,
            @Nullable PaymentTerms paymentTerms,
            @Nullable String paymentMethodId,
            @Nullable SpendCommitment commitment,
            @Nullable Integer trialDays,
            List<Phase> phases,
            @Nullable Instant trialEnd) {
        this(
                collectionMethod,
                paymentBehavior,
                prorationBehavior,
                paymentTerms,
                paymentMethodId,
                commitment,
                trialDays,
                phases,
                trialEnd,
                null,
                null);
    }

    /** One whose trial, if there is one, is told in days. */
    public Arrangement(
            CollectionMethod collectionMethod,
            PaymentBehavior paymentBehavior,
            ProrationBehavior prorationBehavior,
            @Nullable PaymentTerms paymentTerms,
            @Nullable String paymentMethodId,
            @Nullable SpendCommitment commitment,
            @Nullable Integer trialDays,
            List<Phase> phases) {
        this(
                collectionMethod,
                paymentBehavior,
                prorationBehavior,
                paymentTerms,
                paymentMethodId,
                commitment,
                trialDays,
                phases,
                null);
    }

    /** One without phases. */
    public Arrangement(
            CollectionMethod collectionMethod,
            PaymentBehavior paymentBehavior,
            ProrationBehavior prorationBehavior,
            @Nullable PaymentTerms paymentTerms,
            @Nullable String paymentMethodId,
            @Nullable SpendCommitment commitment,
            @Nullable Integer trialDays) {
        this(
                collectionMethod,
                paymentBehavior,
                prorationBehavior,
                paymentTerms,
                paymentMethodId,
                commitment,
                trialDays,
                List.of());
    }

    /** The same, with these phases. */
    public Arrangement in(List<Phase> all) {
        return ArrangementBuilder.builder(this).phases(all).build();
    }

    /** The same, nothing charged before this moment. */
    public Arrangement chargedFrom(@Nullable Instant end) {
        return ArrangementBuilder.builder(this).trialEnd(end).build();
    }

    /** The same, held back until its first invoice is paid, for at most so many hours. */
    public Arrangement heldBack(int hours) {
        return ArrangementBuilder.builder(this).hoursToPay(hours).build();
    }

    /** The same, with usage invoiced as soon as it comes to this. */
    public Arrangement invoicedFrom(@Nullable BigDecimal amount) {
        return ArrangementBuilder.builder(this).threshold(amount).build();
    }

    /**
     * How one begins in the place of another: served at once, as the other was, with what is left
     * of its trial, and in no phase.
     *
     * @param all that it follows, in whose place it begins last
     * @param trial until when nothing is charged; absent where its trial is over
     */
    public Arrangement following(List<Predecessor> all, @Nullable Instant trial) {
        return ArrangementBuilder.builder(this)
                .paymentBehavior(PaymentBehavior.DEFAULT_ACTIVE)
                .hoursToPay(null)
                .trialDays(null)
                .trialEnd(trial)
                .phases(List.of())
                .predecessors(all)
                .build();
    }

    /** The one in whose place it begins; absent of one that begins by itself. */
    public @Nullable SubscriptionId follows() {
        return predecessors.isEmpty() ? null : predecessors.getLast().id();
    }

    /** The first of those that it follows; absent of one that begins by itself. */
    public @Nullable SubscriptionId lineage() {
        return predecessors.isEmpty() ? null : predecessors.getFirst().id();
    }

    /** Those that it follows, from one of them on; none where it does not follow that one. */
    public List<Predecessor> since(@Nullable SubscriptionId one) {
        return predecessors.stream().dropWhile(before -> !before.id().equals(one)).toList();
    }

    /** The phase that a line belongs to. */
    public Optional<Phase> phaseOf(LineItemId line) {
        return phases.stream().filter(phase -> phase.lines().contains(line)).findFirst();
    }

    /** What holds where nothing was said. */
    public static final Arrangement USUAL =
            new Arrangement(
                    CollectionMethod.CHARGE_AUTOMATICALLY,
                    PaymentBehavior.DEFAULT_ACTIVE,
                    ProrationBehavior.NONE,
                    null,
                    null,
                    null,
                    null);
}
