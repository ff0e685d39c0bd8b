package io.tallybook.command.subscription;

import static io.tallybook.command.Some.PRICE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.lineItem;
import static io.tallybook.command.Some.monthly;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand.AddonEnd;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeLinesTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant MID_NOV = at("2023-11-16T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final Instant JAN = at("2024-01-01T00:00:00Z");
    private static final BillingPeriod NOVEMBER = new BillingPeriod(NOV, DEC);

    private static final LineItem SEATS = line("seats", "1");
    private static final LineItem MORE = line("more", "3");
    private static final AddonAssociation ADDON =
            new AddonAssociation(
                    AddonAssociationId.of(Ulid.derived(NOV, "association")),
                    AddonId.of(Ulid.derived(NOV, "addon")),
                    MID_NOV,
                    null,
                    MID_NOV,
                    null,
                    null,
                    Map.of());

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    private static LineItem line(String name, String quantity) {
        return new LineItem(
                lineItem(name),
                PRICE,
                Prices.fixed("30").build(),
                null,
                name,
                "Pro",
                new BigDecimal(quantity));
    }

    private static SubscriptionTerms terms() {
        return monthly(NOV, SEATS);
    }

    private static SubscriptionEvent.Activated activated() {
        return new SubscriptionEvent.Activated(SUBSCRIPTION, SCOPE, terms(), NOVEMBER);
    }

    private static ChangeLines change(
            Instant at, String id, List<LineItem> added, List<LineEnd> ended) {
        return new ChangeLines(SUBSCRIPTION, SCOPE, at, id, Settling.AT_ONCE, added, ended);
    }

    private static ChangeLines more(Instant at) {
        return change(at, "more", List.of(MORE), List.of(new LineEnd(SEATS.id(), at)));
    }

    private static LinesChanged decided(ChangeLines change) {
        return ChangeOfLines.of(terms(), 0, NOVEMBER, change);
    }

    @Test
    void whatIsDecidedIsWhatThePreviewSays() {
        subscription
                .given(activated())
                .when(more(MID_NOV))
                .happens(SUBSCRIPTION, decided(more(MID_NOV)));
    }

    @Test
    void aRepeatChangesNothing() {
        subscription
                .given(activated(), decided(more(MID_NOV)))
                .when(more(MID_NOV))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void anEndThatWasAgreedAlreadyChangesNothing() {
        ChangeLines end =
                change(MID_NOV, "first", List.of(), List.of(new LineEnd(SEATS.id(), MID_NOV)));
        subscription
                .given(activated(), decided(end))
                .when(change(MID_NOV, "second", List.of(), end.ended()))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void periodsThatHaveEndedAreClosedFirst() {
        BillingPeriod december = new BillingPeriod(DEC, JAN);
        ChangeLines late = more(at("2023-12-11T00:00:00Z"));
        subscription
                .given(activated())
                .when(late)
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Renewed(SUBSCRIPTION, 0, NOVEMBER, december),
                        ChangeOfLines.of(terms(), 1, december, late));
    }

    @Test
    void aClosedPeriodIsNotChanged() {
        subscription
                .given(activated())
                .when(
                        change(
                                at("2023-12-11T00:00:00Z"),
                                "back",
                                List.of(),
                                List.of(new LineEnd(SEATS.id(), MID_NOV))))
                .isRefusedFor("effective_from", "2023-12-01");
        Spec.of(Subscription.class)
                .given(activated())
                .when(
                        change(
                                MID_NOV,
                                "early",
                                List.of(MORE.holding(at("2023-10-31T00:00:00Z"), null)),
                                List.of()))
                .isRefusedFor("start_date", "2023-11-01");
    }

    @Test
    void aLineThatIsNotThereCannotEnd() {
        subscription
                .given(activated())
                .when(change(MID_NOV, "none", List.of(), List.of(new LineEnd(MORE.id(), MID_NOV))))
                .isNotFound();
    }

    @Test
    void aLineDoesNotEndBeforeItBegins() {
        subscription
                .given(activated())
                .when(change(MID_NOV, "turned", List.of(MORE.holding(DEC, MID_NOV)), List.of()))
                .isRefusedFor("end_date", "2023-12-01");
    }

    @Test
    void aSubscriptionThatHasNotBegunIsNotChanged() {
        subscription
                .given(activated())
                .when(more(at("2023-10-20T00:00:00Z")))
                .isRefused(Rejection.Reason.INVALID_OPERATION, "begins at");
    }

    @Test
    void anAddonComesAndGoesWithItsLines() {
        LineItem line = line("extra", "1").of(ADDON.id());
        var add =
                new ChangeLines(
                        SUBSCRIPTION,
                        SCOPE,
                        MID_NOV,
                        "add",
                        Settling.AT_ONCE,
                        List.of(line),
                        List.of(),
                        null,
                        List.of(ADDON),
                        List.of());
        Instant later = at("2023-11-26T00:00:00Z");
        var remove =
                new ChangeLines(
                        SUBSCRIPTION,
                        SCOPE,
                        later,
                        "remove",
                        Settling.AT_ONCE,
                        List.of(),
                        List.of(new LineEnd(line.id(), later)),
                        null,
                        List.of(),
                        List.of(new AddonEnd(ADDON.id(), later, "done")));
        LinesChanged added = decided(add);
        subscription.given(activated()).when(add).happens(SUBSCRIPTION, added);
        Spec.of(Subscription.class)
                .given(activated(), added)
                .when(remove)
                .happens(SUBSCRIPTION, ChangeOfLines.of(terms().after(added), 0, NOVEMBER, remove));
        Spec.of(Subscription.class).given(activated()).when(remove).isNotFound();
    }
}
