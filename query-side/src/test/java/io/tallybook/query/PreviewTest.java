package io.tallybook.query;

import static io.tallybook.query.Samples.OTHER;
import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.fixed;
import static io.tallybook.query.Samples.period;
import static io.tallybook.query.Samples.subscription;
import static io.tallybook.query.Samples.terms;
import static io.tallybook.query.Samples.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.ProjectedUsage;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsagePace;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PreviewTest {
    private static final Instant AT = Instant.parse("2026-01-20T00:00:00Z");
    private static final Meters METERS = new Meters();
    private static @Nullable ReadSide shared;

    /** Answers in place of ingestion: each customer has used 1,234.5 of everything. */
    public static final class Meters {
        private final List<UsageQuery.Read> asked = new ArrayList<>();

        @QueryHandler
        public CompletableFuture<UsageQuery.Readings> handle(UsageQuery.Read query) {
            asked.add(query);
            return CompletableFuture.completedFuture(
                    new UsageQuery.Readings(
                            query.requests().stream()
                                    .map(
                                            request ->
                                                    new UsageReading(
                                                            request.meter().meterId(),
                                                            request.externalCustomerId(),
                                                            request.period(),
                                                            new BigDecimal("1234.5"),
                                                            12,
                                                            "0:12",
                                                            "digest"))
                                    .toList()));
        }
    }

    @BeforeAll
    static void start() {
        shared = ReadSide.start(METERS);
    }

    @AfterAll
    static void stop() {
        side().close();
    }

    @Test
    void thePreviewIsTheInvoiceThatTheOpenPeriodWouldGive() {
        activated("mixed");

        InvoiceView preview = preview("mixed").orElseThrow();

        assertThat(preview.status()).isEqualTo(InvoiceView.Status.DRAFT);
        assertThat(preview.number()).isNull();
        assertThat(preview.opening().reason()).isEqualTo(BillingReason.SUBSCRIPTION_CYCLE);
        assertThat(preview.lines())
                .extracting(
                        line -> line.input().displayName(),
                        line -> line.input().servicePeriod(),
                        line -> line.amount().toString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "fee", period("2026-01-01", "2026-02-01"), "20.00 USD"),
                        org.assertj.core.groups.Tuple.tuple(
                                "tokens", period("2026-01-01", "2026-02-01"), "12.35 USD"),
                        org.assertj.core.groups.Tuple.tuple(
                                "seat", period("2026-02-01", "2026-03-01"), "5.00 USD"));
        assertThat(preview.totals().total().toString()).isEqualTo("37.35 USD");
        assertThat(preview.computedAt()).isEqualTo(AT);
    }

    @Test
    void usageIsAskedForByTheCustomersOwnNameOverTheOpenPeriod() {
        activated("asks");

        preview("asks");

        UsageQuery.Read asked = METERS.asked.getLast();
        assertThat(asked.scope()).isEqualTo(SCOPE);
        assertThat(asked.freshness()).isEqualTo(UsageQuery.Freshness.CURRENT);
        assertThat(asked.requests())
                .containsExactly(
                        new ReadingRequest(
                                Samples.meter("tokens"),
                                "ext-asks",
                                period("2026-01-01", "2026-02-01")));
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        activated("twice");

        assertThat(preview("twice")).isEqualTo(preview("twice"));
    }

    @Test
    void usageGoesOnAtThePaceOfThePartThatHasPassed() {
        activated("projected");

        ProjectedUsage projected =
                side().find(
                                new InvoiceQuery.Projection(SCOPE, subscription("projected"), AT),
                                ProjectedUsage.class)
                        .orElseThrow();

        // 1,234.5 in 19 of 31 days are 2,014.184211 in 31.
        assertThat(projected.soFar()).isEqualTo(preview("projected").orElseThrow());
        assertThat(projected.methods().values()).containsExactly(UsagePace.Method.PACE);
        assertThat(projected.atTheEnd().lines())
                .extracting(line -> line.input().quantity().toString(), l -> l.amount().toString())
                .contains(org.assertj.core.groups.Tuple.tuple("2014.184211", "20.14 USD"));
        assertThat(projected.atTheEnd().totals().total().toString()).isEqualTo("45.14 USD");
    }

    @Test
    void anAgreedCancellationCutsThePreview() {
        activated("leaving");
        Instant end = Instant.parse("2026-01-25T00:00:00Z");
        side().publish(
                        SCOPE,
                        subscription("leaving").value(),
                        new SubscriptionEvent.CancellationScheduled(
                                subscription("leaving"),
                                CancellationType.SCHEDULED_DATE,
                                AT,
                                end,
                                null));
        side().settled(ViewKind.SUBSCRIPTION, subscription("leaving").value());

        InvoiceView preview = preview("leaving").orElseThrow();

        assertThat(preview.opening().reason()).isEqualTo(BillingReason.SUBSCRIPTION_CANCEL);
        assertThat(preview.lines())
                .extracting(line -> line.input().displayName())
                .containsExactly("fee", "tokens");
        assertThat(preview.opening().period()).isEqualTo(new BillingPeriod(Samples.START, end));
    }

    @Test
    void aCancelledSubscriptionHasNoOpenPeriod() {
        activated("gone");
        side().publish(
                        SCOPE,
                        subscription("gone").value(),
                        new SubscriptionEvent.Cancelled(
                                subscription("gone"),
                                CancellationType.IMMEDIATE,
                                AT,
                                AT,
                                0,
                                new BillingPeriod(Samples.START, AT),
                                OpenUsage.INVOICED,
                                null));
        side().settled(ViewKind.SUBSCRIPTION, subscription("gone").value());

        assertThat(preview("gone")).isEmpty();
    }

    @Test
    void aSubscriptionOfAnotherScopeHasNoPreview() {
        activated("secret");

        assertThat(
                        side().find(
                                        new InvoiceQuery.Preview(OTHER, subscription("secret"), AT),
                                        InvoiceView.class))
                .isEmpty();
    }

    private static void activated(String name) {
        side().publish(
                        SCOPE,
                        subscription(name).value(),
                        new SubscriptionEvent.Activated(
                                subscription(name),
                                SCOPE,
                                terms(
                                        name,
                                        fixed("seat", "5.00", InvoiceCadence.ADVANCE),
                                        fixed("fee", "20.00", InvoiceCadence.ARREAR),
                                        usage("tokens", "0.01")),
                                period("2026-01-01", "2026-02-01")));
        side().settled(ViewKind.SUBSCRIPTION, subscription(name).value());
    }

    private static Optional<InvoiceView> preview(String name) {
        return side().find(
                        new InvoiceQuery.Preview(SCOPE, subscription(name), AT), InvoiceView.class);
    }

    private static ReadSide side() {
        return Objects.requireNonNull(shared);
    }
}
