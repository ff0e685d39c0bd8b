package io.tallybook.sagas.duework;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.GrantApplication;
import io.tallybook.core.creditnote.CreditNoteDocument;
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
import io.tallybook.core.plansync.PlannedChange;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that was promised; (kind, subject, index) name it. */
public sealed interface Duty {
    DueKind kind();

    /** Whom it is about. */
    EntityId subject();

    /** Which of several of the same kind and subject. */
    int index();

    /** To end a subscription, and to open its last invoice if one is due. */
    record End(SubscriptionId subject, Ending ending) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.END;
        }

        @Override
        public int index() {
            return ending.index;
        }
    }

    /** To end what is held back, unless it was paid. */
    record GiveUp(SubscriptionId subject) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.GIVE_UP;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /** Why a subscription ends. */
    enum Ending {
        /** So it was agreed at the beginning. */
        END_DATE(0),
        /** It was cancelled. */
        CANCELLATION(1);

        private final int index;

        Ending(int index) {
            this.index = index;
        }

        static Ending ofIndex(int index) {
            for (Ending ending : values()) {
                if (ending.index == index) {
                    return ending;
                }
            }
            throw new IllegalStateException("due_work: no ending has index " + index);
        }
    }

    /** To begin a pause, and to open the invoice of what was served until then. */
    record Pause(SubscriptionId subscription, PauseId subject) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.PAUSE;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /** To end the pause of a subscription. */
    record Resume(SubscriptionId subject) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.RESUME;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /** To close a period, and to open its invoice. */
    record Renew(SubscriptionId subject, int index) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.RENEW;
        }
    }

    /** To take a draft to its number. */
    record FinalizeInvoice(InvoiceId subject, InvoiceOpening opening) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.FINALIZE;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /** To show what a draft comes to. */
    record ComputeDraft(InvoiceId subject, InvoiceOpening opening) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.COMPUTE_DRAFT;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /**
     * To tell an invoice what came of an attempt of a payment.
     *
     * @param index the attempt; 0 if none was needed
     * @param booking what came of it
     */
    record Book(PaymentId subject, int index, Booking booking) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.BOOK;
        }
    }

    /**
     * What came of an attempt.
     *
     * @param amount absent if it brought nothing
     * @param givenUpAt when it was given up, if nobody tries again by themselves
     */
    record Booking(InvoiceId invoiceId, @Nullable Money amount, @Nullable Instant givenUpAt) {}

    /**
     * To ask for the money of an attempt.
     *
     * @param index the attempt
     */
    record Charge(PaymentId subject, int index, PaymentDocument payment) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.CHARGE;
        }
    }

    /**
     * To try a refused payment again.
     *
     * @param index the attempt that it will be
     */
    record Retry(PaymentId subject, int index) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.RETRY;
        }
    }

    /** To give back what was paid on a void invoice. */
    record Refund(RefundId subject, MoneyBack money) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.REFUND;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /** To tell an invoice what went back of a payment. */
    record BookRefund(RefundId subject, BookedRefund refund) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.BOOK_REFUND;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /** What went back of a payment. */
    record BookedRefund(InvoiceId invoiceId, PaymentId paymentId, Money amount) {}

    /** To set free what a hold keeps, unless it was captured. */
    record EndHold(WalletId walletId, HoldId subject) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.END_HOLD;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /**
     * To take what is left of a credit out of its wallet.
     *
     * @param index how often it was carried over before
     */
    record ExpireCredit(WalletId walletId, WalletTransactionId subject, int index) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.EXPIRE_CREDIT;
        }
    }

    /** To give what a credit grant gives at its time. */
    record ApplyGrant(CreditGrantId subject, int index) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.APPLY_GRANT;
        }
    }

    /** To bring what a credit grant gave into a wallet. */
    record CreditWallet(GrantApplication application) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.CREDIT_WALLET;
        }

        @Override
        public EntityId subject() {
            return application.transactionId();
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /**
     * To have a wallet buy what it buys at regular times.
     *
     * @param index the round
     */
    record TopUp(WalletId subject, int index) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.TOP_UP;
        }
    }

    /** To look whether a wallet has to buy that might not until then. */
    record EndTopUpRest(WalletId subject, int index) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.END_TOP_UP_REST;
        }
    }

    /** To give a credit note its number. */
    record IssueNote(CreditNoteId subject, Credited credited) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.ISSUE_NOTE;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /** What an invoice has taken into account. */
    record Credited(CreditNoteDocument note, CreditNoteDocument.Kind kind) {}

    /** To say that the due date of an invoice is over. */
    record PassDueDate(InvoiceId subject) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.PASS_DUE_DATE;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /** To end a subscription, unless its invoice was paid within its grace. */
    record EndGrace(InvoiceId subject) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.END_GRACE;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /** To tell of what comes. */
    record Announce(NoticeId subject, Announcement announcement) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.ANNOUNCE;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /**
     * What is told of.
     *
     * @param index of a renewal the period that ends by it
     * @param at when it comes
     * @param days how many days before
     */
    record Announcement(
            SubscriptionId subscription, Occasion occasion, int index, Instant at, int days) {}

    /** What comes. */
    enum Occasion {
        RENEWAL,
        END
    }

    /** To declare a credit note void. */
    record VoidNote(CreditNoteId subject) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.VOID_NOTE;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /**
     * To bring a plan's prices to its next subscriptions.
     *
     * @param index even to find what they lack, odd to give it to them
     */
    record SyncPlan(PlanSyncId subject, int index, SyncStep step) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.SYNC_PLAN;
        }

        /** Which step it is of. */
        public int number() {
            return index / 2;
        }
    }

    /**
     * What a step begins with.
     *
     * @param after the subscription after which it begins; absent for the first
     * @param planned what its subscriptions lack; absent while that is to be found
     */
    record SyncStep(
            PlanId planId, @Nullable SubscriptionId after, @Nullable List<PlannedChange> planned) {}

    /**
     * To give back a part of one debit, for a credit note.
     *
     * @param subject the movement by which it comes back
     */
    record GiveBackPart(WalletTransactionId subject, NotedCredit noted) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.GIVE_BACK_PART;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /** What a credit note gives back of a debit. */
    record NotedCredit(CreditNoteId creditNoteId, CreditBurnt credit) {}

    /**
     * To bring into a wallet what was paid and is not used.
     *
     * @param subject the movement by which it comes
     */
    record CreditUnused(WalletTransactionId subject, UnusedAmount unused) implements Duty {
        /** By which a movement says which change, or end, it is of. */
        public static final String CHANGE = "change_id";

        /** Of a change, or an end, at a moment: a repeat is the same movement. */
        public static CreditUnused of(Instant at, UnusedAmount unused) {
            return new CreditUnused(
                    WalletTransactionId.of(Ulid.derived(at, "unused_credit", unused.key())),
                    unused);
        }

        @Override
        public DueKind kind() {
            return DueKind.UNUSED_CREDIT;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    /**
     * What is not used of a subscription.
     *
     * @param key the change that left it; the subscription itself where its end did
     * @param parts by their price
     * @param amount what of it goes to a wallet, by its price
     */
    record UnusedAmount(
            SubscriptionId subscriptionId,
            String key,
            List<Amendment.Unused> parts,
            Money amount) {}

    /** To give back one debit of an invoice that was declared void. */
    record GiveBack(CreditBurnt credit) implements Duty {
        @Override
        public DueKind kind() {
            return DueKind.GIVE_BACK;
        }

        @Override
        public EntityId subject() {
            return credit.transactionId();
        }

        @Override
        public int index() {
            return 0;
        }
    }
}
