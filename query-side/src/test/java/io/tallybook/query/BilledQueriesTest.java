package io.tallybook.query;

import static io.tallybook.query.Samples.OTHER;
import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.USD;
import static io.tallybook.query.Samples.fixed;
import static io.tallybook.query.Samples.period;
import static io.tallybook.query.Samples.subscription;
import static io.tallybook.query.Samples.ulid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.invoice.BilledBefore;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.SafetyBounds;
import io.tallybook.core.invoice.SafetyCheck.Billed;
import io.tallybook.core.search.PageLines;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.TooManyLines;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the safety bounds of an invoice are told of those before it. */
class BilledQueriesTest {
    private static final Money ZERO = Money.zero(USD);
    private static final BillingPeriod JANUARY = period("2026-01-01", "2026-02-01");
    private static final BillingPeriod FEBRUARY = period("2026-02-01", "2026-03-01");
    private static @Nullable ReadSide started;

    private static ReadSide side() {
        return Objects.requireNonNull(started);
    }

    @BeforeAll
    static void start() {
        started = ReadSide.start();
    }

    @AfterAll
    static void stop() {
        side().close();
    }

    private static LineItem item(String subscription) {
        return fixed(subscription, "20.00", InvoiceCadence.ADVANCE);
    }

    /** An invoice whose one line serves a period for this much. */
    private static InvoiceId billed(
            Scope scope, String name, String subscription, BillingPeriod period, long minor) {
        InvoiceId id = InvoiceId.of(ulid(name));
        Money amount = Money.ofMinor(minor, USD);
        InvoiceOpening opening = Samples.opening(subscription, subscription);
        side().publish(scope, id.value(), new InvoiceEvent.Opened(id, scope, opening));
        side().publish(
                        scope,
                        id.value(),
                        new InvoiceEvent.Computed(
                                id,
                                opening.customerId(),
                                Conventions.FLEXPRICE,
                                List.of(line(subscription, name, period, amount)),
                                amount,
                                ZERO,
                                "digest",
                                "1"));
        side().publish(
                        scope,
                        id.value(),
                        new InvoiceEvent.Finalized(
                                id,
                                "INV-" + name,
                                START,
                                START,
                                List.of(),
                                List.of(),
                                new InvoiceTotals(amount, ZERO, ZERO, ZERO, amount)));
        side().settled(ViewKind.INVOICE, id.value());
        return id;
    }

    private static InvoiceLine line(
            String subscription, String name, BillingPeriod period, Money amount) {
        LineItem item = item(subscription);
        var input =
                new InvoiceLineInput(
                        InvoiceLineId.of(ulid("line" + name)),
                        item.id(),
                        item.priceId(),
                        item.price(),
                        item.displayName(),
                        item.planName(),
                        period,
                        item.quantity(),
                        null);
        return new InvoiceLine(input, amount.toDecimal(), amount, List.of());
    }

    private static BilledBefore of(Scope scope, String subscription, BillingPeriod since) {
        return side().answer(
                        new InvoiceQuery.OfSubscriptions(
                                scope, List.of(subscription(subscription)), since.start()),
                        BilledBefore.class);
    }

    @Test
    void theLargestInvoiceAndTheStretchesThatMayOverlapAreTold() {
        LineItemId fee = item("many").id();
        billed(SCOPE, "m1", "many", JANUARY, 2_000);
        InvoiceId second = billed(SCOPE, "m2", "many", FEBRUARY, 4_500);

        BilledBefore before = of(SCOPE, "many", FEBRUARY);

        assertThat(before.histories())
                .containsExactly(
                        new BilledBefore.History(
                                subscription("many"), 2, Money.ofMinor(4_500, USD)));
        assertThat(before.billed()).containsExactly(new Billed(second, fee, FEBRUARY));
        assertThat(of(SCOPE, "many", JANUARY).billed()).hasSize(2);
    }

    @Test
    void whatIsVoidOrCostNothingWasNotBilled() {
        InvoiceId wrong = billed(SCOPE, "v1", "void", JANUARY, 2_000);
        side().publish(
                        SCOPE,
                        wrong.value(),
                        new InvoiceEvent.Voided(wrong, START, List.of(), "wrong"));
        side().settled(ViewKind.INVOICE, wrong.value());
        billed(SCOPE, "v2", "void", FEBRUARY, 0);

        BilledBefore before = of(SCOPE, "void", JANUARY);

        assertThat(before.billed()).isEmpty();
        assertThat(before.histories())
                .containsExactly(new BilledBefore.History(subscription("void"), 1, ZERO));
    }

    @Test
    void anotherTenantsInvoicesAreNobodysHistory() {
        billed(OTHER, "o1", "other", JANUARY, 2_000);

        assertThat(of(SCOPE, "other", JANUARY)).isEqualTo(BilledBefore.NOTHING);
        assertThat(of(OTHER, "other", JANUARY).billed()).hasSize(1);
    }

    @Test
    void aStretchIsLookedUpByItsLineItem() {
        billed(SCOPE, "i1", "index", JANUARY, 2_000);
        InvoiceLine again = line("index", "i2", JANUARY, Money.ofMinor(2_000, USD));
        InvoiceLine next = line("index", "i3", FEBRUARY, Money.ofMinor(2_000, USD));
        BilledBefore.Index index = of(SCOPE, "index", JANUARY).index();
        InvoiceOpening opening = Samples.opening("index", "index");
        SafetyBounds bounds = SafetyBounds.USUAL;

        assertThat(index.of(bounds, opening, List.of(again.input())).billed()).hasSize(1);
        assertThat(index.of(bounds, opening, List.of(next.input())).billed()).isEmpty();
        assertThat(index.of(bounds, opening, List.of()).invoicesBefore()).isEqualTo(1);
    }

    @Test
    void aPageHasNoMoreLinesThanWereAskedFor() {
        billed(SCOPE, "p1", "paged", JANUARY, 2_000);
        billed(SCOPE, "p2", "paged", FEBRUARY, 2_000);
        List<InvoiceView> all = page(PageLines.ALL);
        assertThat(all).hasSize(2).allSatisfy(it -> assertThat(it.lines()).hasSize(1));

        assertThat(page(PageLines.atMost(2))).isEqualTo(all);
        assertThatThrownBy(() -> page(PageLines.atMost(1)))
                .cause()
                .isInstanceOfSatisfying(
                        TooManyLines.class,
                        page -> {
                            assertThat(page.lines()).isEqualTo(2);
                            assertThat(page.fitting()).isEqualTo(1);
                        });
        assertThat(page(PageLines.NONE))
                .allSatisfy(it -> assertThat(it.lines()).isEmpty())
                .usingRecursiveComparison()
                .ignoringFields("lines")
                .isEqualTo(all);
    }

    private static List<InvoiceView> page(PageLines lines) {
        var paged =
                new Criterion(
                        "subscription_id", Operator.EQ, List.of(subscription("paged").value()));
        return side().answer(
                        new InvoiceQuery.Search(
                                SCOPE, new SearchSpec(List.of(paged), List.of(), 10, 0), lines),
                        InvoiceQuery.Page.class)
                .items();
    }
}
