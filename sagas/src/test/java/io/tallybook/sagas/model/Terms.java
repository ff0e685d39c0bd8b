package io.tallybook.sagas.model;

import static io.tallybook.sagas.Samples.USD;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.BillingModel;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CollectionMethod;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.CommitmentBucketId;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.TimeOfDay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What both sides have agreed, in the words of the program. */
final class Terms {
    static final PlanId PLAN = PlanId.of(Ulid.derived(Instant.EPOCH, "plan"));
    static final String EVENT = "call";

    private Terms() {}

    static SubscriptionTerms of(CustomerId customer, Agreed.Beginning beginning) {
        Instant start = World.instant(beginning.start());
        return new SubscriptionTerms(
                        customer,
                        "acme",
                        PLAN,
                        USD,
                        start,
                        null,
                        start,
                        beginning.cycle(),
                        PeriodUnit.MONTHLY,
                        1,
                        beginning.zone(),
                        Conventions.FLEXPRICE,
                        beginning.lines().stream().map(Terms::line).toList(),
                        null,
                        Map.of())
                .with(arrangement(beginning));
    }

    /** By which name usage of somebody else comes. */
    static String member(int member) {
        return "member" + member;
    }

    private static Arrangement arrangement(Agreed.Beginning beginning) {
        return new Arrangement(
                CollectionMethod.CHARGE_AUTOMATICALLY,
                PaymentBehavior.DEFAULT_ACTIVE,
                beginning.prorated() ? ProrationBehavior.CREATE_PRORATIONS : ProrationBehavior.NONE,
                null,
                null,
                promised(beginning.pledge()),
                beginning.trialDays() == 0 ? null : beginning.trialDays());
    }

    private static @Nullable SpendCommitment promised(Agreed.@Nullable Pledge pledge) {
        return pledge == null
                ? null
                : new SpendCommitment(
                        pledge.amount(),
                        pledge.factor(),
                        pledge.months() == 0 ? null : unit(pledge.months()),
                        shortfall(pledge.truedUp()));
    }

    static LineItemId id(Agreed.Line line) {
        return id(line.serial());
    }

    private static LineItemId id(int serial) {
        return LineItemId.of(Ulid.derived(Instant.EPOCH, "line", "" + serial));
    }

    static LineItem line(Agreed.Line line) {
        boolean fixed = line.offer().kind().isFixed();
        LineItem item =
                new LineItem(
                        id(line),
                        PriceId.of(Ulid.derived(Instant.EPOCH, "price", line.offer().name())),
                        price(line.offer()),
                        fixed ? null : meter(line.offer()),
                        line.name(),
                        "Plan",
                        fixed ? BigDecimal.valueOf(line.units()) : BigDecimal.ZERO);
        Offer.Promise promise = line.offer().promise();
        return promise == null ? item : item.promising(promised(line, promise));
    }

    private static LineCommitment promised(Agreed.Line line, Offer.Promise promise) {
        boolean replaces = line.since() != line.serial();
        return new LineCommitment(
                measure(promise.unit()),
                promise.value(),
                promise.factor(),
                promise.span() == Offer.Span.QUARTER ? PeriodUnit.QUARTERLY : null,
                shortfall(promise.truedUp()),
                promise.span() == Offer.Span.WINDOW
                        ? LineCommitment.Span.WINDOW
                        : LineCommitment.Span.TERM,
                replaces ? id(line.since()) : null,
                promise.hours().stream().map(hours -> bucket(line, hours)).toList());
    }

    private static CommitmentBucket bucket(Agreed.Line line, Offer.Hours hours) {
        String name = line.offer().name() + hours.from();
        BigDecimal price = hours.price();
        return new CommitmentBucket(
                CommitmentBucketId.of(Ulid.derived(Instant.EPOCH, "bucket", name)),
                new TimeOfDay(time(hours.from()), time(hours.until())),
                price == null
                        ? null
                        : new CommitmentBucket.Own(
                                PriceId.of(Ulid.derived(Instant.EPOCH, "price", name)),
                                price(line.offer().at(price))),
                measure(hours.unit()),
                hours.value(),
                hours.factor(),
                shortfall(hours.truedUp()));
    }

    private static LocalTime time(int hour) {
        return LocalTime.of(hour % 24, 0);
    }

    private static LineCommitment.Measure measure(Offer.Unit unit) {
        return switch (unit) {
            case MONEY -> LineCommitment.Measure.AMOUNT;
            case CALLS -> LineCommitment.Measure.QUANTITY;
        };
    }

    private static Shortfall shortfall(boolean truedUp) {
        return truedUp ? Shortfall.CHARGED : Shortfall.FORGIVEN;
    }

    private static MeterDefinition meter(Offer offer) {
        Offer.Windows windows = offer.windows();
        return windows == null
                ? new MeterDefinition(
                        MeterId.of(Ulid.derived(Instant.EPOCH, "meter")),
                        EVENT,
                        List.of(),
                        AggregationType.COUNT,
                        null,
                        null)
                : new MeterDefinition(
                        MeterId.of(Ulid.derived(Instant.EPOCH, "meter", windows.toString())),
                        EVENT,
                        List.of(),
                        windows.largest() ? AggregationType.MAX : AggregationType.SUM,
                        "calls",
                        null,
                        size(windows.length()),
                        null,
                        null);
    }

    private static WindowSize size(Offer.Length length) {
        return switch (length) {
            case HOUR -> WindowSize.HOUR;
            case THREE_HOURS -> WindowSize.THREE_HOURS;
            case DAY -> WindowSize.DAY;
        };
    }

    private static PriceDocument price(Offer offer) {
        boolean fixed = offer.kind().isFixed();
        return new PriceDocument(
                PLAN,
                fixed ? PriceDocument.Type.FIXED : PriceDocument.Type.USAGE,
                model(offer),
                USD,
                offer.price(),
                mode(offer),
                offer.steps().stream().map(Terms::tier).toList(),
                offer.kind() == Offer.Kind.PER_HUNDRED
                        ? new PriceDocument.TransformQuantity(
                                BigDecimal.valueOf(100), PriceDocument.Round.UP)
                        : null,
                unit(offer.months()),
                1,
                offer.kind() == Offer.Kind.ADVANCE ? InvoiceCadence.ADVANCE : InvoiceCadence.ARREAR,
                fixed ? null : meter(offer).meterId(),
                null,
                null,
                null,
                Map.of());
    }

    private static BillingModel model(Offer offer) {
        return switch (offer.kind()) {
            case ADVANCE, ARREAR, PER_CALL -> BillingModel.FLAT_FEE;
            case GRADUATED, VOLUME -> BillingModel.TIERED;
            case PER_HUNDRED -> BillingModel.PACKAGE;
        };
    }

    private static @Nullable TierMode mode(Offer offer) {
        return switch (offer.kind()) {
            case GRADUATED -> TierMode.SLAB;
            case VOLUME -> TierMode.VOLUME;
            case ADVANCE, ARREAR, PER_CALL, PER_HUNDRED -> null;
        };
    }

    private static PriceDocument.Tier tier(Offer.Step step) {
        return new PriceDocument.Tier(
                step.upTo() == null ? null : BigDecimal.valueOf(step.upTo()),
                new BigDecimal(step.price()),
                BigDecimal.ZERO);
    }

    private static PeriodUnit unit(int months) {
        return switch (months) {
            case 1 -> PeriodUnit.MONTHLY;
            case 3 -> PeriodUnit.QUARTERLY;
            case 6 -> PeriodUnit.HALF_YEARLY;
            case 12 -> PeriodUnit.ANNUAL;
            default -> throw new IllegalArgumentException("no period of " + months + " months");
        };
    }
}
