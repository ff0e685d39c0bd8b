package io.tallybook.core.creditgrant;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Credits that are given, once or again and again.
 *
 * @param target to whom
 * @param recurrence how often; absent for once
 * @param rollover what of them outlasts its time; absent for nothing
 * @param priority the order of burning, lower first; absent is last
 * @param conversionRate units of currency that one credit is worth
 * @param topupConversionRate units of currency that one credit costs in the wallet that is opened
 * @param startDate when the first are given; absent where whoever takes the grant over decides
 * @param endDate the first moment at which none are given any more
 * @param grantee absent unless it gives by itself: to a subscription or a customer
 */
@RecordBuilder
public record CreditGrantDocument(
        String name,
        Target target,
        BigDecimal credits,
        @Nullable Recurrence recurrence,
        Expiry expiry,
        @Nullable Rollover rollover,
        @Nullable Integer priority,
        BigDecimal conversionRate,
        BigDecimal topupConversionRate,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        Map<String, String> metadata,
        @Nullable Grantee grantee) {
    public CreditGrantDocument {
        metadata = Map.copyOf(metadata);
    }

    /** Whose grant it is. */
    public enum Level {
        /** Every subscription of the plan takes it over as it begins. */
        PLAN,
        /** Every instance of the addon takes it over as it begins. */
        ADDON,
        SUBSCRIPTION,
        CUSTOMER
    }

    /**
     * To whom it gives: the one of the level; a subscription's may name besides what it was taken
     * over from.
     *
     * @param from the grant of a plan or an addon that a subscription took over
     * @param association the instance of the addon
     */
    public record Target(
            Level level,
            @Nullable PlanId planId,
            @Nullable AddonId addonId,
            @Nullable SubscriptionId subscriptionId,
            @Nullable CustomerId customerId,
            @Nullable CreditGrantId from,
            @Nullable AddonAssociationId association) {
        public static Target of(PlanId plan) {
            return new Target(Level.PLAN, plan, null, null, null, null, null);
        }

        public static Target of(AddonId addon) {
            return new Target(Level.ADDON, null, addon, null, null, null, null);
        }

        public static Target of(SubscriptionId subscription) {
            return new Target(Level.SUBSCRIPTION, null, null, subscription, null, null, null);
        }

        public static Target of(CustomerId customer) {
            return new Target(Level.CUSTOMER, null, null, null, customer, null, null);
        }

        /** A subscription's, taken over from this one. */
        public Target takenOver(
                CreditGrantId grant,
                SubscriptionId subscription,
                @Nullable AddonAssociationId instance) {
            return new Target(
                    Level.SUBSCRIPTION, planId, addonId, subscription, null, grant, instance);
        }
    }

    /** Every {@code count} units. */
    public record Recurrence(PeriodUnit unit, int count) {}

    /**
     * Until when they pay.
     *
     * @param duration how many units from the beginning of their period; with DURATION alone
     */
    public record Expiry(Type type, @Nullable Integer duration, @Nullable Unit unit) {
        public static final Expiry NEVER = new Expiry(Type.NEVER, null, null);

        /** What counts. */
        public enum Type {
            NEVER,
            DURATION,
            /** Until the invoice of the billing period in which they were given is final. */
            BILLING_CYCLE
        }

        /** What a duration counts. */
        public enum Unit {
            DAY,
            WEEK,
            MONTH,
            YEAR
        }
    }

    /**
     * What is left at the end of their time lasts as long again, once.
     *
     * @param cap the most credits that do; absent for all
     */
    public record Rollover(@Nullable BigDecimal cap) {}

    /**
     * Who gets them, and when his periods begin.
     *
     * @param anchor from which periods are counted, in {@code timezone}
     * @param proration whether a period that is cut brings less
     */
    public record Grantee(
            CustomerId customerId,
            CurrencyCode currency,
            String timezone,
            Instant anchor,
            ProrationBehavior proration) {}

    /** The same, described otherwise. */
    public CreditGrantDocument described(
            String newName, Map<String, String> newMetadata, @Nullable Instant newEnd) {
        return CreditGrantDocumentBuilder.builder(this)
                .name(newName)
                .endDate(newEnd)
                .metadata(newMetadata)
                .build();
    }

    /** The same, of somebody who gets it from a moment on. */
    public CreditGrantDocument givenTo(Target whom, Grantee who, Instant from) {
        return CreditGrantDocumentBuilder.builder(this)
                .target(whom)
                .startDate(from)
                .grantee(who)
                .build();
    }
}
