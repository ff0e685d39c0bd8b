package io.tallybook.sagas.duework;

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
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How a piece of due work stands in its row. */
final class DueRow {
    private static final JsonMapper JSON = Wire.mapper();

    private DueRow() {}

    static DueItem item(ResultSet row) throws SQLException {
        return new DueItem(
                new Scope(
                        new TenantId(row.getString("tenant")),
                        new EnvironmentId(row.getString("environment"))),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                duty(row),
                row.getInt("attempts"));
    }

    private static Duty duty(ResultSet row) throws SQLException {
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
            case UNUSED_CREDIT ->
                    new Duty.CreditUnused(
                            new WalletTransactionId(subject), read(row, Duty.UnusedAmount.class));
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
            case END_TOP_UP_REST -> new Duty.EndTopUpRest(new WalletId(subject), index);
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

    private static <T> T read(ResultSet row, Class<T> type) throws SQLException {
        String payload = row.getString("payload");
        return JSON.readValue(Objects.requireNonNull(payload, "due_work.payload"), type);
    }

    /** What a row has to keep of a duty besides its kind, subject and index. */
    static @Nullable String payload(Duty duty) {
        return switch (duty) {
            case Duty.FinalizeInvoice finalize -> JSON.writeValueAsString(finalize.opening());
            case Duty.ComputeDraft compute -> JSON.writeValueAsString(compute.opening());
            case Duty.CreditUnused credit -> JSON.writeValueAsString(credit.unused());
            case Duty.GiveBack giveBack -> JSON.writeValueAsString(giveBack.credit());
            case Duty.Refund refund -> JSON.writeValueAsString(refund.money());
            case Duty.GiveBackPart part -> JSON.writeValueAsString(part.noted());
            case Duty.EndHold end -> JSON.writeValueAsString(end.walletId());
            case Duty.ExpireCredit expire -> JSON.writeValueAsString(expire.walletId());
            case Duty.Book book -> JSON.writeValueAsString(book.booking());
            case Duty.BookRefund booked -> JSON.writeValueAsString(booked.refund());
            case Duty.IssueNote issue -> JSON.writeValueAsString(issue.credited());
            case Duty.SyncPlan sync -> JSON.writeValueAsString(sync.step());
            case Duty.Charge charge -> JSON.writeValueAsString(charge.payment());
            case Duty.CreditWallet credit -> JSON.writeValueAsString(credit.application());
            case Duty.Announce announce -> JSON.writeValueAsString(announce.announcement());
            case Duty.Pause pause -> JSON.writeValueAsString(pause.subscription());
            case Duty.End _,
                    Duty.GiveUp _,
                    Duty.Resume _,
                    Duty.Renew _,
                    Duty.Retry _,
                    Duty.VoidNote _,
                    Duty.ApplyGrant _,
                    Duty.TopUp _,
                    Duty.EndTopUpRest _,
                    Duty.EndGrace _,
                    Duty.PassDueDate _ ->
                    null;
        };
    }
}
