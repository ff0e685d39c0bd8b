package io.tallybook.ingestion.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.usage.AmendedEvent.Action;
import io.tallybook.core.usage.AmendmentDraft;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.AmendmentRefused;
import io.tallybook.core.usage.AmendmentView;
import io.tallybook.core.usage.AmendmentView.Step;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.ReadingState;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.usage.UsageReceipt;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.account.LogAccounts;
import io.tallybook.ingestion.amendment.Amendments;
import io.tallybook.ingestion.sink.UsageSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage is amended on the log: what came in stays, and what was billed can still be proved. */
class AmendmentsTest {
    private static final BillingPeriod MARCH =
            new BillingPeriod(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));

    private UsagePath path;
    private UsageReader reader;
    private Amendments amendments;
    private UsageSink sink;

    @BeforeEach
    void open() throws Exception {
        path = UsagePath.create();
        reader = path.reader();
        amendments =
                new Amendments(
                        new AmendmentReader(path.store(), path.completeness()), path.intake());
        sink = path.startSink();
    }

    @AfterEach
    void close() {
        sink.close();
        amendments.close();
        path.close();
    }

    @Test
    void aDraftChangesNothingUntilItIsAppliedAndNothingOnceItIsReverted() throws Exception {
        path.accept(path.event("a"), path.event("b"), path.event("c"));
        AmendmentId id = draft(d -> d.deprecate("a").replace("b", Map.of("tokens", "7"))).id();

        assertThat(sum()).isEqualTo("15");
        assertThat(sum(new ReadingState(id, null))).isEqualTo("12");
        mark(id, Step.APPLIED);
        assertThat(sum()).isEqualTo("12");
        mark(id, Step.REVERTED);
        assertThat(sum()).isEqualTo("15");
        assertThat(mark(id, Step.APPLIED).steps())
                .extracting(AmendmentView.Mark::step)
                .containsExactly(Step.DRAFTED, Step.APPLIED, Step.REVERTED, Step.APPLIED);
        assertThat(sum()).isEqualTo("12");
    }

    @Test
    void whatWasFrozenBeforeAnAmendmentIsProvedByItsWatermark() throws Exception {
        path.accept(path.event("a"), path.event("b"));
        UsageReading frozen = read(null);
        mark(draft(d -> d.deprecate("a").add("x", "100")).id(), Step.APPLIED);
        path.accept(path.event("late"));

        UsageReading now = read(null);
        assertThat(now.quantity()).isEqualByComparingTo("110");
        assertThat(read(new ReadingState(null, frozen.watermark()))).isEqualTo(frozen);
        assertThat(read(new ReadingState(null, now.watermark()))).isEqualTo(now);
    }

    @Test
    void aFrameOfACustomerIsTakenOutAndFilledAnewInOneAmendment() throws Exception {
        path.accept(
                IntStream.range(0, 40)
                        .mapToObj(
                                i ->
                                        path.event(
                                                "e" + i,
                                                MARCH.start().plusSeconds(3_600L * i),
                                                Map.of("tokens", "1")))
                        .toList());
        AmendmentView draft =
                draft(
                        d ->
                                d.frame(
                                                MARCH.start().plusSeconds(3_600L * 10),
                                                MARCH.start().plusSeconds(3_600L * 30))
                                        .replace("e12", Map.of("tokens", "5"))
                                        .add("n1", "100"));

        assertThat(draft.counts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Action.DEPRECATE, 19L, Action.REPLACE, 1L, Action.ADD, 1L));
        assertThat(draft.touched())
                .extracting(AmendmentView.Touched::externalCustomerId)
                .containsExactly("customer-1");
        var more = amendments.add(path.scope(), draft.id(), List.of(event("n2", "1000"))).join();
        assertThat(more.counts()).containsEntry(Action.ADD, 2L);
        assertThat(sum()).isEqualTo("40");
        mark(draft.id(), Step.APPLIED);
        assertThat(sum()).isEqualTo("1125");
        mark(draft.id(), Step.REVERTED);
        assertThat(sum()).isEqualTo("40");
    }

    @Test
    void anAddedEventHasItsIdForItselfAndCountsOnce() throws Exception {
        path.accept(path.event("a"));
        AmendmentId id = draft(d -> d.add("x", "100")).id();
        mark(id, Step.APPLIED);
        path.accept(event("x", "100"), event("x", "3"));

        assertThat(sum()).isEqualTo("105");
        assertThatThrownBy(() -> draft(d -> d.add("x", "1")))
                .hasCauseInstanceOf(AmendmentRefused.class)
                .hasMessageContaining("'x' is taken");
        assertThatThrownBy(() -> draft(d -> d.add("a", "1"))).hasMessageContaining("'a' is taken");
        mark(id, Step.REVERTED);
        assertThat(sum()).isEqualTo("5");
    }

    @Test
    void theLastDraftedOfSeveralInForceDecidesAndRestoreGoesBackToWhatCameIn() throws Exception {
        path.accept(path.event("a"), path.event("b"));
        AmendmentId first = draft(d -> d.replace("a", Map.of("tokens", "7"))).id();
        AmendmentId second = draft(d -> d.deprecate("a", "b")).id();
        mark(second, Step.APPLIED);
        mark(first, Step.APPLIED);
        assertThat(sum()).isEqualTo("0");
        mark(draft(d -> d.restore("a")).id(), Step.APPLIED);
        assertThat(sum()).isEqualTo("5");
        mark(second, Step.REVERTED);
        assertThat(sum()).isEqualTo("10");
    }

    @Test
    void aReceiptSaysWhatAmendmentsMadeOfItsEvent() throws Exception {
        path.accept(path.event("a"));
        String before = read(null).watermark();
        AmendmentId id = draft(d -> d.replace("a", Map.of("tokens", "7")).add("x", "9")).id();
        assertThat(receipt("a").inForce()).hasValueSatisfying(e -> tokens(e, "5"));
        mark(id, Step.APPLIED);

        UsageReceipt receipt = receipt("a");
        tokens(receipt.event(), "5");
        assertThat(receipt.inForce()).hasValueSatisfying(e -> tokens(e, "7"));
        assertThat(receipt.countedUpTo(before)).hasValueSatisfying(e -> tokens(e, "5"));
        assertThat(receipt.amendments()).hasSize(1);
        assertThat(receipt("x").inForce()).hasValueSatisfying(e -> tokens(e, "9"));
        assertThat(receipt("x").countedUpTo(before)).isEmpty();
        mark(id, Step.REVERTED);
        assertThat(receipt("x").inForce()).isEmpty();
    }

    @Test
    void aDraftRepeatedWithItsIdIsTheSameAndOneThatNamesNothingIsRefused() throws Exception {
        path.accept(path.event("a"));
        AmendmentDraft asked = new Asked().deprecate("a").of();
        AmendmentView one = amendments.draft(asked).join();
        assertThat(amendments.draft(asked).join()).isEqualTo(one);
        assertThat(mark(one.id(), Step.APPLIED)).isEqualTo(mark(one.id(), Step.APPLIED));

        assertThatThrownBy(() -> draft(d -> d)).hasMessageContaining("at least one event");
        assertThatThrownBy(() -> draft(d -> d.deprecate("nobody")))
                .hasMessageContaining("event 'nobody' was not found");
        assertThatThrownBy(() -> draft(d -> d.deprecate("a").restore("a")))
                .hasMessageContaining("every event once");
        AmendmentId fresh = draft(d -> d.deprecate("a")).id();
        assertThatThrownBy(() -> mark(fresh, Step.REVERTED))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("nothing to take back");
        assertThatThrownBy(
                        () ->
                                amendments
                                        .add(path.scope(), one.id(), List.of(event("y", "1")))
                                        .join())
                .hasMessageContaining("only a draft");
    }

    @Test
    void liveReadingsBeginAnewWithAnAmendment() throws Exception {
        sink.close();
        LiveUsage live = path.live();
        sink = path.startSink(live);
        path.accept(path.event("a"), path.event("b"));
        assertThat(live(live)).isEqualTo("10");
        AmendmentId id = draft(d -> d.deprecate("a")).id();
        assertThat(live(live)).isEqualTo("10");
        mark(id, Step.APPLIED);
        assertThat(live(live)).isEqualTo("5");
        path.accept(path.event("c"));
        assertThat(live(live)).isEqualTo("10");
        mark(id, Step.REVERTED);
        assertThat(live(live)).isEqualTo("15");
    }

    @Test
    void amendmentsAndWhatTheySayAreListed() throws Exception {
        path.accept(path.event("a"));
        mark(draft(d -> d.deprecate("a").add("x", "1")).id(), Step.APPLIED);
        var page =
                new AmendmentReader(path.store(), path.completeness())
                        .page(new UsageQuery.AmendmentsOf(path.scope(), null, 10, 0));
        assertThat(page.total()).isEqualTo(1);
        assertThat(page.items().getFirst().status()).isEqualTo(Step.APPLIED);
        assertThat(
                        new AmendmentReader(path.store(), path.completeness())
                                .events(
                                        new UsageQuery.AmendedEventsOf(
                                                path.scope(), page.items().getFirst().id(), "a", 1))
                                .items())
                .extracting(said -> said.event().eventId())
                .containsExactly("x");
    }

    private final class Asked {
        private final List<String> deprecate = new ArrayList<>();
        private final List<String> restore = new ArrayList<>();
        private final List<AmendmentDraft.Replacement> replace = new ArrayList<>();
        private final List<UsageEvent> add = new ArrayList<>();
        private AmendmentDraft.@Nullable Frame frame;

        Asked deprecate(String... ids) {
            deprecate.addAll(List.of(ids));
            return this;
        }

        Asked restore(String... ids) {
            restore.addAll(List.of(ids));
            return this;
        }

        Asked replace(String id, Map<String, String> properties) {
            replace.add(new AmendmentDraft.Replacement(id, null, null, null, properties));
            return this;
        }

        Asked add(String id, String tokens) {
            add.add(event(id, tokens));
            return this;
        }

        Asked frame(Instant from, Instant to) {
            frame = new AmendmentDraft.Frame("customer-1", from, to, null, Map.of());
            return this;
        }

        AmendmentDraft of() {
            return new AmendmentDraft(
                    AmendmentId.of(UsagePath.nextUlid()),
                    path.scope(),
                    UsagePath.NOON,
                    "tester",
                    "a test",
                    frame,
                    deprecate,
                    restore,
                    replace,
                    add);
        }
    }

    private AmendmentView draft(UnaryOperator<Asked> asked) {
        return amendments.draft(asked.apply(new Asked()).of()).join();
    }

    private AmendmentView mark(AmendmentId id, Step step) {
        return amendments.mark(path.scope(), id, step, UsagePath.NOON, "tester", "a test").join();
    }

    private UsageEvent event(String id, String tokens) {
        return path.event(id, UsagePath.NOON, Map.of("tokens", tokens));
    }

    private UsageReceipt receipt(String id) {
        return new AccountReader(
                        path.store(),
                        path.completeness(),
                        () -> new LogAccounts.Standing(0, new TreeMap<>(), ""))
                .receipt(new UsageQuery.ReceiptOf(path.scope(), id))
                .orElseThrow();
    }

    private static void tokens(UsageEvent event, String tokens) {
        assertThat(event.properties()).containsEntry("tokens", tokens);
    }

    private String live(LiveUsage live) {
        return live.read(new UsageQuery.Live(path.scope(), List.of(request()), Freshness.COMPLETE))
                .items()
                .getFirst()
                .quantity()
                .toPlainString();
    }

    private String sum() {
        return sum(null);
    }

    private String sum(@Nullable ReadingState state) {
        return read(state).quantity().toPlainString();
    }

    private UsageReading read(@Nullable ReadingState state) {
        return reader.read(
                        new UsageQuery.Read(
                                path.scope(), List.of(request()), Freshness.COMPLETE, state))
                .items()
                .getFirst();
    }

    private final MeterId meter = MeterId.of(UsagePath.nextUlid());

    private ReadingRequest request() {
        return new ReadingRequest(
                new MeterDefinition(
                        meter,
                        "completion",
                        List.of(),
                        AggregationType.SUM,
                        "tokens",
                        null,
                        null,
                        null,
                        null),
                "customer-1",
                MARCH);
    }
}
