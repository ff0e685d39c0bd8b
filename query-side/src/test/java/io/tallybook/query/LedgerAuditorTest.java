package io.tallybook.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.ledger.LedgerAudit;
import io.tallybook.core.ledger.LedgerAudit.Difference;
import io.tallybook.core.ledger.LedgerQuery;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.query.ledger.AuditWatch;
import io.tallybook.query.ledger.LedgerAuditor;
import io.tallybook.query.ledger.LedgerProjector;
import io.tallybook.query.view.BlockingBridge;
import io.tallybook.query.view.Sql;
import io.tallybook.testkit.Eventually;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What does not follow from the events is named, wherever it is stored. */
@TestInstance(Lifecycle.PER_CLASS)
class LedgerAuditorTest {
    private final Scope scope = Samples.scope("audited");
    private final Story story = new Story(11, scope, "audited");
    private ReadSide side;
    private LedgerAuditor auditor;

    @BeforeAll
    void tell() {
        side = ReadSide.start();
        List<EventMessage<?>> events = new ArrayList<>();
        Map<String, Long> sequences = new HashMap<>();
        for (Story.Told told : story.told()) {
            events.add(
                    ReadSide.message(
                            scope,
                            told.id(),
                            sequences.merge(told.id(), 0L, (before, _) -> before + 1),
                            told.event(),
                            Samples.START.plusSeconds(events.size())));
        }
        side.publish(events);
        ReadSide.PROCESSORS.forEach(side::caughtUp);
        auditor =
                new LedgerAuditor(
                        side.tables(),
                        new BlockingBridge(Duration.ofSeconds(30)),
                        side.axon().eventStore(),
                        InstantSource.fixed(Samples.START));
    }

    @AfterAll
    void stop() {
        side.close();
    }

    private String one(ViewKind kind) {
        return story.told().stream()
                .filter(told -> told.kind() == kind)
                .map(Story.Told::id)
                .filter(
                        id ->
                                kind != ViewKind.WALLET
                                        || side.rows("ledger_account").stream()
                                                .anyMatch(row -> row.contains(id)))
                .findFirst()
                .orElseThrow();
    }

    private void write(String sql, Object... values) {
        side.tables().write(List.of(Sql.of(sql, values))).block();
    }

    /** The difference that a change makes, which is gone once it is undone. */
    private Difference found(String change, String undo, String id) {
        write(change, id);
        LedgerAudit audit = auditor.audit();
        assertThat(auditor.handle(new LedgerQuery.LastAudit(scope)).join()).contains(audit);
        assertThat(
                        auditor.handle(new LedgerQuery.LastAudit(Samples.scope("elsewhere")))
                                .join()
                                .orElseThrow()
                                .differences())
                .isEmpty();
        write(undo, id);
        assertThat(auditor.audit().differences()).isEmpty();
        return audit.differences().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(audit.toString()));
    }

    @Test
    void whatFollowsFromTheEventsIsRight() {
        LedgerAudit audit = auditor.audit();
        assertThat(audit.differences()).isEmpty();
        assertThat(audit.compared()).isPositive();
        assertThat(audit.folded()).isPositive();
    }

    @Test
    void aBalanceThatWasChangedInTheViewIsNamed() {
        String wallet = one(ViewKind.WALLET);
        Difference difference =
                found(
                        "update view_wallet set credit_balance = credit_balance + 1 where id = $1",
                        "update view_wallet set credit_balance = credit_balance - 1 where id = $1",
                        wallet);
        assertThat(difference.where()).isEqualTo("view_wallet.credit_balance");
        assertThat(new BigDecimal(difference.stored()))
                .isEqualByComparingTo(new BigDecimal(difference.expected()).add(BigDecimal.ONE));
    }

    @Test
    void anAccountThatWasChangedIsNamed() {
        String wallet = one(ViewKind.WALLET);
        Difference difference =
                found(
                        "update ledger_account set credits = credits + 1 where owner_id = $1"
                                + " and unit like 'credits:%' and kind = 'WALLET'",
                        "update ledger_account set credits = credits - 1 where owner_id = $1"
                                + " and unit like 'credits:%' and kind = 'WALLET'",
                        wallet);
        assertThat(difference.where()).isEqualTo("ledger_account");
    }

    @Test
    void aBookThatWasChangedIsNamed() {
        Difference difference =
                found(
                        "update ledger_book set balance = balance + 1 where id = $1",
                        "update ledger_book set balance = balance - 1 where id = $1",
                        one(ViewKind.INVOICE));
        assertThat(difference.where()).isEqualTo("ledger_book.balance");
    }

    @Test
    void aDifferenceIsFoundAndCountedThoughNobodyAsks() {
        String wallet = one(ViewKind.WALLET);
        String change = "update view_wallet set credit_balance = credit_balance %s 1 where id = $1";
        var registry = new SimpleMeterRegistry();
        InstantSource clock = InstantSource.fixed(Samples.START);
        try (AuditWatch watch = new AuditWatch(auditor, Duration.ofMillis(20), clock, registry)) {
            watch.start();
            Gauge differences = registry.get("tallybook.audit.differences").gauge();
            write(change.formatted("+"), wallet);
            Eventually.within(
                    Duration.ofSeconds(60), () -> assertThat(differences.value()).isEqualTo(1));
            write(change.formatted("-"), wallet);
            Eventually.within(
                    Duration.ofSeconds(60), () -> assertThat(differences.value()).isZero());
        }
    }

    @Test
    void anInvoiceThatWasChangedIsNamed() {
        Difference difference =
                found(
                        "update view_invoice set amount_remaining = amount_remaining + 1"
                                + " where id = $1",
                        "update view_invoice set amount_remaining = amount_remaining - 1"
                                + " where id = $1",
                        one(ViewKind.INVOICE));
        assertThat(difference.where()).isEqualTo("view_invoice.amount_remaining");
    }

    @Test
    void whatHappenedSinceTheLastAuditIsComparedToo() {
        WalletId wallet = WalletId.of(Samples.ulid("audited wallet"));
        tell(wallet, new WalletEvent.Created(wallet, scope, Samples.wallet("audited-ada")));
        tell(wallet, new WalletEvent.ToppedUp(wallet, credit("first", BigDecimal.ZERO)));
        assertThat(auditor.audit().differences()).isEmpty();

        tell(wallet, new WalletEvent.ToppedUp(wallet, credit("second", BigDecimal.TEN)));
        assertThat(auditor.audit().differences()).isEmpty();
        Difference difference =
                found(
                        "update view_wallet set credit_balance = 10 where id = $1",
                        "update view_wallet set credit_balance = 20 where id = $1",
                        wallet.value());

        assertThat(difference.sequence()).isEqualTo(2);
        assertThat(difference.expected()).isEqualTo("20");
    }

    @Test
    void whatTheLedgerHasNotHeardOfYetIsNoDifferenceUnlessItHasAccountsOfIt() {
        WalletId wallet = WalletId.of(Samples.ulid("unheard wallet"));
        String unheard = "delete from ledger_book where id = $1";
        tell(wallet, new WalletEvent.Created(wallet, scope, Samples.wallet("audited-ada")));
        write(unheard, wallet.value());
        assertThat(auditor.audit().differences()).isEmpty();

        WalletId other = WalletId.of(Samples.ulid("half heard wallet"));
        tell(other, new WalletEvent.Created(other, scope, Samples.wallet("audited-ada")));
        tell(other, new WalletEvent.ToppedUp(other, credit("unheard", BigDecimal.ZERO)));
        write(unheard, other.value());
        assertThat(auditor.audit().differences())
                .singleElement()
                .satisfies(
                        difference -> {
                            assertThat(difference.where()).isEqualTo("ledger_account");
                            assertThat(difference.id()).isEqualTo(other.value());
                        });
        side.rebuild().rebuild(LedgerProjector.PROCESSOR);
        side.caughtUp(LedgerProjector.PROCESSOR);
        assertThat(auditor.audit().differences()).isEmpty();
    }

    private void tell(WalletId wallet, WalletEvent event) {
        side.publish(scope, wallet.value(), event);
        ReadSide.PROCESSORS.forEach(side::caughtUp);
    }

    private static TransactionDocument credit(String name, BigDecimal before) {
        return Samples.transaction(
                name,
                TransactionDocument.Type.CREDIT,
                TransactionDocument.Reason.FREE_CREDIT_GRANT,
                BigDecimal.TEN,
                before,
                List.of());
    }
}
