package io.tallybook.core.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One price that a subscription is charged, frozen as it was when it was agreed.
 *
 * <p>{@code startDate} to {@code endDate}, half-open, is when it holds: what of a period lies
 * outside is not charged.
 *
 * @param meter what counts its usage; there if and only if the price is of type USAGE
 * @param quantity how many of a FIXED price; zero for USAGE
 * @param startDate absent for the start of the subscription
 * @param endDate absent for the end of the subscription
 * @param agreedAt when it was added to a subscription that ran already; absent if it was there from
 *     the start
 * @param addon the instance of an addon that it came with; absent if it came with the plan
 * @param agreement how it came and ended, if anybody changed it
 */
@RecordBuilder
public record LineItem(
        LineItemId id,
        PriceId priceId,
        PriceDocument price,
        @Nullable MeterDefinition meter,
        String displayName,
        String planName,
        BigDecimal quantity,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable Instant agreedAt,
        @Nullable AddonAssociationId addon,
        LineAgreement agreement) {
    public LineItem {
        agreement = Objects.requireNonNullElse(agreement, LineAgreement.NONE);
    }

    /** One that nobody changed. */
    public LineItem(
            LineItemId id,
            PriceId priceId,
            PriceDocument price,
            @Nullable MeterDefinition meter,
            String displayName,
            String planName,
            BigDecimal quantity,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            @Nullable Instant agreedAt,
            @Nullable AddonAssociationId addon) {
        this(
                id,
                priceId,
                price,
                meter,
                displayName,
                planName,
                quantity,
                startDate,
                endDate,
                agreedAt,
                addon,
                LineAgreement.NONE);
    }

    /** One that is there from the start to the end. */
    public LineItem(
            LineItemId id,
            PriceId priceId,
            PriceDocument price,
            @Nullable MeterDefinition meter,
            String displayName,
            String planName,
            BigDecimal quantity) {
        this(
                id,
                priceId,
                price,
                meter,
                displayName,
                planName,
                quantity,
                null,
                null,
                null,
                null,
                LineAgreement.NONE);
    }

    /** Whether it came with the plan; what was agreed instead of a price of it goes with it. */
    public boolean comesWithPlan() {
        return addon == null
                && (price.owner() == PriceDocument.Owner.PLAN
                        || price.range().parentPriceId() != null);
    }

    /** The same, holding from one moment to another. */
    public LineItem holding(@Nullable Instant from, @Nullable Instant until) {
        return LineItemBuilder.builder(this).startDate(from).endDate(until).build();
    }

    /** The same, added at a moment. */
    public LineItem agreedAt(Instant moment) {
        return LineItemBuilder.builder(this).agreedAt(moment).build();
    }

    /** The same, its usage counted otherwise. */
    public LineItem counting(@Nullable MeterDefinition other) {
        return LineItemBuilder.builder(this).meter(other).build();
    }

    /** The same, of an instance of an addon. */
    public LineItem of(AddonAssociationId association) {
        return LineItemBuilder.builder(this).addon(association).build();
    }

    /** The same, agreed otherwise. */
    public LineItem under(LineAgreement other) {
        return LineItemBuilder.builder(this).agreement(other).build();
    }

    /** Whether the time of day decides what a window of its usage costs. */
    public boolean dependsOnTheHour() {
        LineCommitment promised = agreement.commitment();
        return promised != null && !promised.timesOfDay().isEmpty();
    }

    /** The same, with this promised of it; absent for nothing. */
    public LineItem promising(@Nullable LineCommitment promised) {
        return under(agreement.promising(promised));
    }

    /** Another line that is charged the same, and counts towards the same promise. */
    public LineItem as(LineItemId other, BigDecimal units) {
        LineCommitment promised = agreement.commitment();
        return LineItemBuilder.builder(this)
                .id(other)
                .quantity(units)
                .agreement(
                        LineAgreement.NONE
                                .describedBy(agreement.metadata())
                                .promising(promised == null ? null : promised.continuing(id)))
                .build();
    }

    /** The same at another price. */
    public LineItem at(PriceId otherId, PriceDocument other) {
        return LineItemBuilder.builder(this).priceId(otherId).price(other).build();
    }

    /**
     * The same with an end.
     *
     * @param at when it was agreed; absent for an end that every charge knows of
     * @param changeId the change that it was agreed by; absent if nothing came of it but the end
     */
    public LineItem ended(Instant end, @Nullable Instant at, @Nullable String changeId) {
        if (at == null && agreement.ends().isEmpty()) {
            return holding(startDate, end);
        }
        List<LineAgreement.AgreedEnd> ends = new ArrayList<>(agreement.ends());
        if (ends.isEmpty()) {
            ends.add(new LineAgreement.AgreedEnd(null, endDate, null));
        }
        ends.add(new LineAgreement.AgreedEnd(at, end, changeId));
        return holding(startDate, end).under(agreement.with(ends));
    }

    /** The end by which a charge is made that falls due at a moment. */
    public @Nullable Instant endKnownAt(Instant due) {
        Instant known = endDate;
        for (LineAgreement.AgreedEnd end : agreement.ends()) {
            if (end.agreedAt() == null || end.agreedAt().isBefore(due)) {
                known = end.endDate();
            }
        }
        return known;
    }
}
