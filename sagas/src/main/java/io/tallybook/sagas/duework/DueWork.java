package io.tallybook.sagas.duework;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.GrantApplication;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.notice.NoticeId;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.plansync.PlanSyncId;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wire.Wire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table of due work. */
public final class DueWork {
    private static final int ERROR_LENGTH_MAX = 2000;

    private final JdbcClient jdbc;
    private final DueNotices notices;
    private final JsonMapper json = Wire.mapper();

    public DueWork(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.notices = new DueNotices(dataSource, this);
    }

    /** What of it is to be told of before it comes. */
    DueNotices notices() {
        return notices;
    }

    /** Leaves an item alone until a moment, or until somebody frees it. */
    void postpone(DueItem item, Instant until, EntityId waitsFor) {
        jdbc.sql(
                        """
                        update due_work set due_at = ?, waits_for = ?, next_attempt_at = null
                        where kind = ? and subject = ? and period_index = ?
                        """)
                .params(
                        time(until),
                        waitsFor.value(),
                        item.duty().kind().name(),
                        item.duty().subject().value(),
                        item.duty().index())
                .update();
    }

    /** Removes an item of which nothing is left to be done. */
    void letGo(DueItem item) {
        Duty duty = item.duty();
        apply(List.of(new DueChange.Settle(duty.kind(), duty.subject(), duty.index())));
    }

    /** Lets what was put off be looked at at once. */
    void lookAgain(DueKind kind, Scope scope, Instant at) {
        jdbc.sql(
                        """
                        update due_work set due_at = :at, next_attempt_at = null
                        where kind = :kind and tenant = :tenant and environment = :environment
                          and due_at > :at and waits_for is not null
                        """)
                .param("at", time(at))
                .param("kind", kind.name())
                .param("tenant", scope.tenant().value())
                .param("environment", scope.environment().value())
                .update();
    }

    /** Removes all of a kind. */
    void forget(DueKind kind, Scope scope) {
        jdbc.sql("delete from due_work where kind = ? and tenant = ? and environment = ?")
                .params(kind.name(), scope.tenant().value(), scope.environment().value())
                .update();
    }

    /** All of a kind, whenever it is due. */
    List<DueItem> ofKind(DueKind kind, Scope scope) {
        return jdbc.sql(
                        """
                        select * from due_work where tenant = ? and environment = ? and kind = ?
                        """)
                .params(scope.tenant().value(), scope.environment().value(), kind.name())
                .query((row, _) -> item(row))
                .list();
    }

    void apply(List<DueChange> changes) {
        for (DueChange change : changes) {
            switch (change) {
                case DueChange.Owe owe -> owe(owe);
                case DueChange.Reschedule(DueKind kind, EntityId subject, Instant dueAt) ->
                        jdbc.sql(
                                        """
                                        update due_work set due_at = ?, next_attempt_at = null
                                        where kind = ? and subject = ?
                                        """)
                                .params(time(dueAt), kind.name(), subject.value())
                                .update();
                case DueChange.Free(EntityId waitedFor, Instant dueAt) ->
                        jdbc.sql(
                                        """
                                        update due_work set due_at = ?, waits_for = null, next_attempt_at = null
                                        where waits_for = ?
                                        """)
                                .params(time(dueAt), waitedFor.value())
                                .update();
                case DueChange.Settle(DueKind kind, EntityId subject, int index) ->
                        jdbc.sql(
                                        """
                                        delete from due_work
                                        where kind = ? and subject = ? and period_index = ?
                                        """)
                                .params(kind.name(), subject.value(), index)
                                .update();
                case DueChange.SettleFrom(DueKind kind, EntityId subject, int from) ->
                        jdbc.sql(
                                        """
                                        delete from due_work
                                        where kind = ? and subject = ? and period_index >= ?
                                        """)
                                .params(kind.name(), subject.value(), from)
                                .update();
            }
        }
    }

    void owe(DueChange.Owe owe) {
        Duty duty = owe.duty();
        jdbc.sql(
                        """
                        insert into due_work (tenant, environment, due_at, rank, kind, subject, period_index, payload)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (kind, subject, period_index)
                        do update set due_at = excluded.due_at, payload = excluded.payload, next_attempt_at = null
                        """)
                .param(owe.scope().tenant().value())
                .param(owe.scope().environment().value())
                .param(time(owe.dueAt()))
                .param(duty.kind().rank())
                .param(duty.kind().name())
                .param(duty.subject().value())
                .param(duty.index())
                .param(payload(duty))
                .update();
    }

    void clear() {
        jdbc.sql("delete from due_work").update();
    }

    /**
     * The work to be performed next: of all that is due up to a moment the earliest, and of that
     * only the first kind.
     *
     * @param now the machine's time, until when what has failed is left alone
     * @return all of one due time and kind, in a fixed order; empty when nothing is due
     */
    List<DueItem> next(Scope scope, Instant upTo, Instant now, int limit) {
        return jdbc.sql(
                        """
                        with first as (
                            select due_at, rank from due_work
                            where tenant = :tenant and environment = :environment and due_at <= :upTo
                              and (next_attempt_at is null or next_attempt_at <= :now)
                            order by due_at, rank limit 1)
                        select w.* from due_work w join first f on w.due_at = f.due_at and w.rank = f.rank
                        where w.tenant = :tenant and w.environment = :environment
                          and (w.next_attempt_at is null or w.next_attempt_at <= :now)
                        order by w.subject, w.period_index limit :limit
                        """)
                .param("tenant", scope.tenant().value())
                .param("environment", scope.environment().value())
                .param("upTo", time(upTo))
                .param("now", time(now))
                .param("limit", limit)
                .query((row, _) -> item(row))
                .list();
    }

    /** Those of {@code items} whose promise has not been kept. */
    List<DueItem> stillOwed(List<DueItem> items) {
        Set<String> owed =
                new HashSet<>(
                        jdbc.sql(
                                        """
                                        select w.kind || ' ' || w.subject || ' ' || w.period_index from due_work w
                                        join unnest(?::text[], ?::text[], ?::int[]) as k (kind, subject, period_index)
                                          using (kind, subject, period_index)
                                        """)
                                .param(strings(items.stream().map(i -> i.duty().kind().name())))
                                .param(strings(items.stream().map(i -> i.duty().subject().value())))
                                .param(
                                        items.stream()
                                                .map(i -> i.duty().index())
                                                .toArray(Integer[]::new))
                                .query(String.class)
                                .list());
        return items.stream().filter(item -> owed.contains(key(item.duty()))).toList();
    }

    private static String[] strings(java.util.stream.Stream<String> values) {
        return values.toArray(String[]::new);
    }

    private static String key(Duty duty) {
        return duty.kind().name() + " " + duty.subject().value() + " " + duty.index();
    }

    /** Notes an attempt in vain; the next one is not made before {@code nextAttempt}. */
    void failed(DueItem item, String error, Instant nextAttempt) {
        jdbc.sql(
                        """
                        update due_work set attempts = attempts + 1, next_attempt_at = ?, last_error = ?
                        where kind = ? and subject = ? and period_index = ?
                        """)
                .params(
                        time(nextAttempt),
                        error.substring(0, Math.min(error.length(), ERROR_LENGTH_MAX)),
                        item.duty().kind().name(),
                        item.duty().subject().value(),
                        item.duty().index())
                .update();
    }

    /**
     * Lets everything that has failed be tried again at once, but for what is being settled or
     * moved at this moment.
     */
    void retryNow(Scope scope, Instant upTo) {
        jdbc.sql(
                        """
                        update due_work set next_attempt_at = null
                        where (kind, subject, period_index) in (
                            select kind, subject, period_index from due_work
                            where tenant = ? and environment = ? and due_at <= ? and next_attempt_at is not null
                            for update skip locked)
                        """)
                .params(scope.tenant().value(), scope.environment().value(), time(upTo))
                .update();
    }

    /** When the first of what has failed may be tried again. */
    Optional<Instant> nextAttempt(Scope scope, Instant upTo) {
        return jdbc.sql(
                        """
                        select min(next_attempt_at) from due_work
                        where tenant = ? and environment = ? and due_at <= ?
                        """)
                .params(scope.tenant().value(), scope.environment().value(), time(upTo))
                .query((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .single()
                .map(OffsetDateTime::toInstant);
    }

    /** How many pieces are still to be done up to a moment, what has failed included. */
    public int open(Scope scope, Instant upTo) {
        return jdbc.sql(
                        """
                        select count(*) from due_work
                        where tenant = ? and environment = ? and due_at <= ?
                        """)
                .params(scope.tenant().value(), scope.environment().value(), time(upTo))
                .query(Integer.class)
                .single();
    }

    /** The first of them. */
    public Optional<DueItem> firstOpen(Scope scope, Instant upTo) {
        return jdbc.sql(
                        """
                        select * from due_work
                        where tenant = ? and environment = ? and due_at <= ?
                        order by due_at, rank, subject, period_index limit 1
                        """)
                .params(scope.tenant().value(), scope.environment().value(), time(upTo))
                .query((row, _) -> item(row))
                .optional();
    }

    /** Why an item has failed the last time. */
    Optional<String> lastError(DueItem item) {
        return jdbc.sql(
                        """
                        select coalesce(last_error, '') from due_work
                        where kind = ? and subject = ? and period_index = ?
                        """)
                .params(
                        item.duty().kind().name(),
                        item.duty().subject().value(),
                        item.duty().index())
                .query(String.class)
                .optional()
                .filter(error -> !error.isEmpty());
    }

    private DueItem item(ResultSet row) throws SQLException {
        return new DueItem(
                new Scope(
                        new TenantId(row.getString("tenant")),
                        new EnvironmentId(row.getString("environment"))),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                duty(row),
                row.getInt("attempts"));
    }

    private Duty duty(ResultSet row) throws SQLException {
        String subject = row.getString("subject");
        int index = row.getInt("period_index");
        return switch (DueKind.valueOf(row.getString("kind"))) {
            case END -> new Duty.End(new SubscriptionId(subject), Duty.Ending.ofIndex(index));
            case GIVE_UP -> new Duty.GiveUp(new SubscriptionId(subject));
            case PAUSE -> new Duty.Pause(read(row, SubscriptionId.class), new PauseId(subject));
            case RESUME -> new Duty.Resume(new SubscriptionId(subject));
            case RENEW -> new Duty.Renew(new SubscriptionId(subject), index);
            case FINALIZE ->
                    new Duty.FinalizeInvoice(
                            new InvoiceId(subject), read(row, InvoiceOpening.class));
            case COMPUTE_DRAFT ->
                    new Duty.ComputeDraft(new InvoiceId(subject), read(row, InvoiceOpening.class));
            case GIVE_BACK -> new Duty.GiveBack(read(row, CreditBurnt.class));
            case GIVE_BACK_PART ->
                    new Duty.GiveBackPart(
                            new WalletTransactionId(subject), read(row, Duty.NotedCredit.class));
            case REFUND -> new Duty.Refund(new RefundId(subject), read(row, MoneyBack.class));
            case END_HOLD -> new Duty.EndHold(read(row, WalletId.class), new HoldId(subject));
            case EXPIRE_CREDIT ->
                    new Duty.ExpireCredit(
                            read(row, WalletId.class), new WalletTransactionId(subject), index);
            case APPLY_GRANT -> new Duty.ApplyGrant(new CreditGrantId(subject), index);
            case CREDIT_WALLET -> new Duty.CreditWallet(read(row, GrantApplication.class));
            case TOP_UP -> new Duty.TopUp(new WalletId(subject), index);
            case BOOK ->
                    new Duty.Book(new PaymentId(subject), index, read(row, Duty.Booking.class));
            case CHARGE ->
                    new Duty.Charge(
                            new PaymentId(subject), index, read(row, PaymentDocument.class));
            case ISSUE_NOTE ->
                    new Duty.IssueNote(new CreditNoteId(subject), read(row, Duty.Credited.class));
            case VOID_NOTE -> new Duty.VoidNote(new CreditNoteId(subject));
            case PASS_DUE_DATE -> new Duty.PassDueDate(new InvoiceId(subject));
            case END_GRACE -> new Duty.EndGrace(new InvoiceId(subject));
            case ANNOUNCE ->
                    new Duty.Announce(new NoticeId(subject), read(row, Duty.Announcement.class));
            case SYNC_PLAN ->
                    new Duty.SyncPlan(
                            new PlanSyncId(subject), index, read(row, Duty.SyncStep.class));
            case RETRY -> new Duty.Retry(new PaymentId(subject), index);
            case BOOK_REFUND ->
                    new Duty.BookRefund(new RefundId(subject), read(row, Duty.BookedRefund.class));
        };
    }

    private <T> T read(ResultSet row, Class<T> type) throws SQLException {
        String payload = row.getString("payload");
        return json.readValue(Objects.requireNonNull(payload, "due_work.payload"), type);
    }

    private @Nullable String payload(Duty duty) {
        return switch (duty) {
            case Duty.FinalizeInvoice finalize -> json.writeValueAsString(finalize.opening());
            case Duty.ComputeDraft compute -> json.writeValueAsString(compute.opening());
            case Duty.GiveBack giveBack -> json.writeValueAsString(giveBack.credit());
            case Duty.Refund refund -> json.writeValueAsString(refund.money());
            case Duty.GiveBackPart part -> json.writeValueAsString(part.noted());
            case Duty.EndHold end -> json.writeValueAsString(end.walletId());
            case Duty.ExpireCredit expire -> json.writeValueAsString(expire.walletId());
            case Duty.Book book -> json.writeValueAsString(book.booking());
            case Duty.BookRefund booked -> json.writeValueAsString(booked.refund());
            case Duty.IssueNote issue -> json.writeValueAsString(issue.credited());
            case Duty.SyncPlan sync -> json.writeValueAsString(sync.step());
            case Duty.Charge charge -> json.writeValueAsString(charge.payment());
            case Duty.CreditWallet credit -> json.writeValueAsString(credit.application());
            case Duty.Announce announce -> json.writeValueAsString(announce.announcement());
            case Duty.Pause pause -> json.writeValueAsString(pause.subscription());
            case Duty.End _,
                    Duty.GiveUp _,
                    Duty.Resume _,
                    Duty.Renew _,
                    Duty.Retry _,
                    Duty.VoidNote _,
                    Duty.ApplyGrant _,
                    Duty.TopUp _,
                    Duty.EndGrace _,
                    Duty.PassDueDate _ ->
                    null;
        };
    }

    // The table keeps microseconds. What is due is performed at its first whole microsecond, never
    // before.
    private static OffsetDateTime time(Instant instant) {
        Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
        Instant up = micros.equals(instant) ? micros : micros.plus(1, ChronoUnit.MICROS);
        return up.atOffset(ZoneOffset.UTC);
    }
}
