package io.tallybook.command.subscription;

import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.lineItem;
import static io.tallybook.command.Some.monthly;
import static io.tallybook.command.Some.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Prices;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LinesInStep;
import io.tallybook.core.subscription.SubscriptionCommand.PriceEnd;
import io.tallybook.core.subscription.SubscriptionCommand.SyncLines;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinesInStepTest {
    private static final Instant NOV = Instant.parse("2023-11-01T00:00:00Z");
    private static final Instant MID_NOV = Instant.parse("2023-11-16T00:00:00Z");
    private static final Instant DEC = Instant.parse("2023-12-01T00:00:00Z");
    private static final PriceId FIRST = PriceId.of(ulid("first"));
    private static final PriceId SECOND = PriceId.of(ulid("second"));

    private static final MeterDefinition CALLS =
            new MeterDefinition(METER, "call", List.of(), AggregationType.COUNT, null, null);

    private static LineItem line(String name, PriceId id, PriceDocument price) {
        boolean usage = price.type() == PriceDocument.Type.USAGE;
        return new LineItem(
                lineItem(name),
                id,
                price,
                usage ? CALLS : null,
                name,
                "Pro",
                usage ? BigDecimal.ZERO : BigDecimal.ONE);
    }

    private static SubscriptionTerms terms(LineItem... lines) {
        return monthly(NOV, lines);
    }

    private static SyncLines newVersion(PriceDocument price, Instant from, Instant at) {
        LineItem next = line("next", SECOND, price.in(price.range().from(from).after(FIRST)));
        return new SyncLines(
                SUBSCRIPTION, SCOPE, at, List.of(next), List.of(new PriceEnd(FIRST, from)));
    }

    private static Optional<LinesChanged> change(SubscriptionTerms terms, SyncLines c) {
        var schedule = SubscriptionPeriods.of(terms);
        BillingPeriod open = schedule.period(schedule.indexAt(c.at()));
        return LinesInStep.change(SUBSCRIPTION, terms, open, c);
    }

    private static void changesAt(PriceDocument price, Instant from, Instant at, Instant when) {
        SubscriptionTerms terms = terms(line("base", FIRST, price));
        LinesChanged change = change(terms, newVersion(price, from, at)).orElseThrow();
        assertThat(change.ended()).singleElement().extracting(e -> e.endDate()).isEqualTo(when);
        assertThat(change.added()).singleElement().extracting(LineItem::startDate).isEqualTo(when);
    }

    @Test
    void usageChangesItsPriceAtTheMomentTheVersionBegins() {
        changesAt(Prices.flat(METER, "1").build(), MID_NOV, MID_NOV.plusSeconds(60), MID_NOV);
    }

    @Test
    void aPeriodThatIsClosedKeepsItsPrice() {
        changesAt(Prices.flat(METER, "1").build(), MID_NOV, DEC.plusSeconds(60), DEC);
    }

    @Test
    void whatWasPaidInAdvanceChangesWhenItsPeriodHasEnded() {
        changesAt(
                Prices.fixed("20").cadence(InvoiceCadence.ADVANCE).build(),
                MID_NOV,
                MID_NOV.plusSeconds(60),
                DEC);
    }

    @Test
    void aChangeThatIsPlannedInsideAPeriodToComeIsSharedThere() {
        Instant inDecember = Instant.parse("2023-12-11T00:00:00Z");
        changesAt(
                Prices.fixed("20").cadence(InvoiceCadence.ADVANCE).build(),
                inDecember,
                MID_NOV,
                inDecember);
    }

    @Property(tries = 300)
    void versionsTouchAndARepeatDoesNothing(
            @ForAll @IntRange(min = 1, max = 200) int fromDay,
            @ForAll @IntRange(min = 0, max = 200) int atDay,
            @ForAll @IntRange(min = 0, max = 2) int kind) {
        PriceDocument price =
                switch (kind) {
                    case 0 -> Prices.flat(METER, "1").build();
                    case 1 -> Prices.fixed("20").build();
                    default -> Prices.fixed("20").cadence(InvoiceCadence.ADVANCE).build();
                };
        Instant from = NOV.plusSeconds(86_400L * fromDay);
        Instant at = NOV.plusSeconds(86_400L * atDay + 7);
        SubscriptionTerms before = terms(line("base", FIRST, price));
        SyncLines command = newVersion(price, from, at);

        SubscriptionTerms after = before.after(change(before, command).orElseThrow());

        assertThat(after.lineItems()).hasSize(2);
        assertThat(after.lineItems().get(0).endDate())
                .isEqualTo(after.lineItems().get(1).startDate())
                .isAfterOrEqualTo(from);
        assertThat(change(after, command)).isEmpty();
    }
}
