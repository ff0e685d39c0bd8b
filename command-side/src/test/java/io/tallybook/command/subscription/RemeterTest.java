package io.tallybook.command.subscription;

import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.lineItem;
import static io.tallybook.command.Some.meter;
import static io.tallybook.command.Some.monthly;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterDefinition.Filter;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionCommand.LineMeter;
import io.tallybook.core.subscription.SubscriptionCommand.Remeter;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionEvent.LineRemetered;
import io.tallybook.core.subscription.SubscriptionEvent.Remetered;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemeterTest {
    private static final Instant OCT = at("2023-10-01T00:00:00Z");
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant MID_NOV = at("2023-11-15T12:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final BillingPeriod OCTOBER = new BillingPeriod(OCT, NOV);
    private static final BillingPeriod NOVEMBER = new BillingPeriod(NOV, DEC);
    private static final List<Filter> EU = List.of(new Filter("region", List.of("eu")));
    private static final MeterDefinition CALLS = counting(METER);
    private static final MeterDefinition NOW = CALLS.changed(EU, MID_NOV);

    private static final LineItem MONTHLY = line("monthly", Prices.flat(METER, "1").build(), CALLS);
    private static final LineItem QUARTERLY =
            line("quarterly", Prices.flat(METER, "1").period(PeriodUnit.QUARTERLY).build(), CALLS);
    private static final LineItem BASE = line("base", Prices.fixed("20").build(), null);

    private static MeterDefinition counting(MeterId id) {
        return new MeterDefinition(id, "call", List.of(), AggregationType.COUNT, null, null);
    }

    private static LineItem line(
            String name, PriceDocument price, @Nullable MeterDefinition meter) {
        return new LineItem(
                lineItem(name),
                PriceId.of(ulid(name)),
                price,
                meter,
                name,
                "Pro",
                meter == null ? BigDecimal.ONE : BigDecimal.ZERO);
    }

    private static Object[] inNovember() {
        return new Object[] {
            new SubscriptionEvent.Activated(SUBSCRIPTION, SCOPE, terms(), OCTOBER),
            new SubscriptionEvent.Renewed(SUBSCRIPTION, 0, OCTOBER, NOVEMBER)
        };
    }

    private static Object[] inNovember(Object then) {
        return new Object[] {inNovember()[0], inNovember()[1], then};
    }

    private static SubscriptionTerms terms() {
        return monthly(OCT, MONTHLY, QUARTERLY, BASE);
    }

    private static Remeter remeter(Scope scope, int period, LineMeter... lines) {
        return new Remeter(
                SUBSCRIPTION, scope, MID_NOV.plusSeconds(60), period, "in_force", List.of(lines));
    }

    private static Remetered monthlyRemetered() {
        return new Remetered(
                SUBSCRIPTION,
                "in_force",
                List.of(new LineRemetered(MONTHLY.id(), NOV, CALLS.remetered(NOV, NOW))));
    }

    private static Spec<Subscription> given(Object... events) {
        return Spec.of(Subscription.class).given(events);
    }

    @Test
    void theOpenPeriodIsCountedOtherwiseAndARepeatDoesNothing() {
        Remeter order = remeter(SCOPE, 1, new LineMeter(MONTHLY.id(), NOW));
        given(inNovember()).when(order).happens(SUBSCRIPTION, monthlyRemetered());
        given(inNovember(monthlyRemetered())).when(order).nothingHappens(SUBSCRIPTION);
    }

    @Test
    void aLineWithALongerPeriodIsCountedOtherwiseFromTheStartOfThat() {
        given(inNovember())
                .when(remeter(SCOPE, 1, new LineMeter(QUARTERLY.id(), NOW.newest())))
                .happens(
                        SUBSCRIPTION,
                        new Remetered(
                                SUBSCRIPTION,
                                "in_force",
                                List.of(
                                        new LineRemetered(
                                                QUARTERLY.id(),
                                                OCT,
                                                CALLS.remetered(OCT, NOW.newest())))));
    }

    @Test
    void whatWasCountedOtherwiseIsTakenBack() {
        given(inNovember(monthlyRemetered()))
                .when(remeter(SCOPE, 1, new LineMeter(MONTHLY.id(), CALLS)))
                .happens(
                        SUBSCRIPTION,
                        new Remetered(
                                SUBSCRIPTION,
                                "in_force",
                                List.of(new LineRemetered(MONTHLY.id(), NOV, CALLS))));
    }

    @Test
    void aPeriodThatIsClosedIsNotCountedOtherwise() {
        given(inNovember())
                .when(remeter(SCOPE, 0, new LineMeter(MONTHLY.id(), NOW)))
                .isRefused(Reason.INVALID_OPERATION, "period 0", "is not open");
    }

    @Test
    void onlyLinesOfUsageByVersionsOfTheirOwnMeter() {
        given(inNovember())
                .when(remeter(SCOPE, 1, new LineMeter(BASE.id(), NOW)))
                .isRefusedFor("lines[0].line_item_id", "charged by usage");
        given(inNovember())
                .when(remeter(SCOPE, 1, new LineMeter(lineItem("nobody"), NOW)))
                .isRefusedFor("lines[0].line_item_id");
        given(inNovember())
                .when(remeter(SCOPE, 1, new LineMeter(MONTHLY.id(), counting(meter("other")))))
                .isRefusedFor("lines[0].meter");
        given(inNovember())
                .when(remeter(OTHER_SCOPE, 1, new LineMeter(MONTHLY.id(), NOW)))
                .isNotFound();
    }
}
