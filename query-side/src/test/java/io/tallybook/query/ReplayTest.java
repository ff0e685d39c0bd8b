package io.tallybook.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.View;
import io.tallybook.core.ViewKind;
import io.tallybook.core.audit.AuditQuery;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.ViewTable;
import io.tallybook.testkit.Eventually;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/** However events come in, a view is what they say: live, again, and from the start. */
class ReplayTest {
    private static @Nullable ReadSide shared;

    @BeforeContainer
    static void start() {
        shared = ReadSide.start();
    }

    @AfterContainer
    static void stop() {
        side().close();
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void aReplayGivesTheRowsThatWereThere(@ForAll long seed) {
        Story story = new Story(seed, Samples.scope("replay" + seed), "replay" + seed);
        tell(story, seed);
        settle(story);
        Map<String, List<String>> live = rows();

        side().rebuilt();

        assertThat(rows()).isEqualTo(live);
        credited(story);
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void eventsThatComeAgainChangeNothing(@ForAll long seed) {
        Story story = new Story(seed, Samples.scope("again" + seed), "again" + seed);
        List<EventMessage<?>> events = tell(story, seed);
        settle(story);
        Map<String, List<String>> live = rows();

        List<EventMessage<?>> again = new ArrayList<>(events);
        Collections.shuffle(again, new Random(seed));
        side().publish(again);
        ReadSide.PROCESSORS.forEach(side()::caughtUp);

        assertThat(rows()).isEqualTo(live);
        ReadSide.PROCESSORS.forEach(
                processor -> assertThat(side().deadLetters(processor).size()).isZero());
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void anEntityAsOfNowIsWhatItsViewShows(@ForAll long seed) {
        Story story = new Story(seed, Samples.scope("asof" + seed), "asof" + seed);
        tell(story, seed);
        settle(story);

        for (Story.Told told : story.told()) {
            AuditQuery.Moment moment =
                    side().find(
                                    new AuditQuery.AsOf(
                                            Samples.scope("asof" + seed),
                                            told.kind(),
                                            told.id(),
                                            Instant.parse("2030-01-01T00:00:00Z")),
                                    AuditQuery.Moment.class)
                            .orElseThrow();
            assertThat(moment.state()).isEqualTo(view(told.kind(), told.id()));
            assertThat(moment.sequence()).isEqualTo(moment.state().stamp().version());
        }
    }

    private static View view(ViewKind kind, String id) {
        ViewTable<? extends View> table = Views.of(kind);
        return Objects.requireNonNull(
                side().tables()
                        .read(
                                Sql.of(
                                        "select "
                                                + table.table().documentText("")
                                                + " as document from "
                                                + table.table().name()
                                                + " where id = $1",
                                        id),
                                row ->
                                        ViewTable.read(
                                                Objects.requireNonNull(
                                                        row.get("document", String.class)),
                                                table.type()))
                        .blockFirst(),
                () -> "no row of " + kind + " " + id);
    }

    /** The wallet's credits by the story's own slow model. */
    private static void credited(Story story) {
        Map<String, BigDecimal> seen = new TreeMap<>();
        for (String id :
                story.told().stream()
                        .filter(told -> told.kind() == ViewKind.WALLET)
                        .map(Story.Told::id)
                        .distinct()
                        .toList()) {
            WalletView wallet = (WalletView) view(ViewKind.WALLET, id);
            List<WalletTransactionView> movements =
                    side().answer(
                                    new WalletQuery.TransactionsOf(
                                            wallet.scope(), new WalletId(id), Samples.search()),
                                    WalletQuery.Transactions.class)
                            .items();
            movements.stream()
                    .filter(each -> story.left().containsKey(each.transaction().id()))
                    .forEach(
                            each ->
                                    seen.put(
                                            each.transaction().id().value(),
                                            each.creditsAvailable()));
            assertThat(wallet.freeCredits().add(wallet.purchasedCredits()))
                    .isEqualByComparingTo(wallet.creditBalance());
            assertThat(
                            movements.stream()
                                    .map(WalletTransactionView::creditsAvailable)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(wallet.creditBalance());
        }
        Map<String, BigDecimal> expected = new TreeMap<>();
        story.left().forEach((id, left) -> expected.put(id.value(), left));
        assertThat(seen).isEqualTo(expected);
    }

    private static List<EventMessage<?>> tell(Story story, long seed) {
        List<EventMessage<?>> events = new ArrayList<>();
        Map<String, Long> sequences = new TreeMap<>();
        Random random = new Random(seed);
        for (Story.Told told : story.told()) {
            events.add(
                    ReadSide.message(
                            story.scope(),
                            told.id(),
                            sequences.merge(told.id(), 0L, (before, _) -> before + 1),
                            told.event(),
                            Samples.START.plusSeconds(events.size())));
        }
        // In pieces of any size, so that batches are cut anywhere.
        for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(40));
            side().publish(events.subList(from, to));
            from = to;
        }
        return events;
    }

    /** Every entity of the story shows its last event, and every processor has seen them all. */
    private static void settle(Story story) {
        Map<String, Long> last = new HashMap<>();
        story.told().forEach(told -> last.merge(told.id(), 0L, (before, _) -> before + 1));
        ReadSide.PROCESSORS.forEach(side()::caughtUp);
        Eventually.within(
                Duration.ofSeconds(30),
                () ->
                        assertThat(story.told())
                                .allSatisfy(
                                        told ->
                                                assertThat(
                                                                view(told.kind(), told.id())
                                                                        .stamp()
                                                                        .version())
                                                        .as("%s %s", told.kind(), told.id())
                                                        .isEqualTo(last.get(told.id()))));
    }

    private static Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new TreeMap<>();
        for (ViewKind kind : ViewKind.values()) {
            String table = Views.of(kind).table().name();
            rows.put(table, side().rows(table));
        }
        rows.put("view_wallet_transaction", side().rows("view_wallet_transaction"));
        rows.put("view_alert_log", side().rows("view_alert_log"));
        return rows;
    }

    private static ReadSide side() {
        return Objects.requireNonNull(shared);
    }
}
