package io.tallybook.core.ledger;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.domain.ledger.Account;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.Journal;
import io.tallybook.domain.ledger.LedgerUnit;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The book of a wallet, in two units: credits, and the money that they are worth.
 *
 * <pre>
 *  accounts WALLET + HELD   in credits = balance
 *                           in money   = balance * per credit, rounded once, half to even
 * </pre>
 *
 * <p>Because the money follows from the balance and not from the sum of roundings, it never drifts;
 * what the single movements were rounded by is on {@code ROUNDING}.
 *
 * @param balance credits in it, those that are held included
 * @param held those of them that are kept for a purpose
 * @param holds the holds that stand
 * @param orders what was ordered and is not paid for, and its price
 */
@RecordBuilder
public record WalletBook(
        String wallet,
        String customer,
        CurrencyCode currency,
        LedgerUnit credits,
        BigDecimal perCredit,
        BigDecimal costs,
        BigDecimal balance,
        BigDecimal held,
        Map<String, BigDecimal> holds,
        Map<String, BigDecimal> orders)
        implements Book {
    public WalletBook {
        holds = Map.copyOf(holds);
        orders = Map.copyOf(orders);
    }

    /**
     * Books an event.
     *
     * <p>Errors: IllegalStateException if it is no creation and there was none before.
     */
    public static Booked<WalletBook> on(@Nullable WalletBook before, WalletEvent event) {
        return switch (event) {
            case WalletEvent.Created e -> new Booked<>(opened(e), Journal.NOTHING);
            case WalletEvent.Updated _,
                    WalletEvent.CarriedOver _,
                    WalletEvent.TopUpTriggered _,
                    WalletEvent.TopUpPassed _,
                    WalletEvent.TopUpRestBegun _,
                    WalletEvent.TopUpRestEnded _,
                    WalletEvent.TopUpsHalted _ ->
                    unmoved(begun(before, event));
            case WalletEvent.ToppedUp e -> begun(before, event).in(e.transaction());
            case WalletEvent.Debited e -> begun(before, event).out(e.transaction());
            case WalletEvent.GivenBack e -> begun(before, event).in(e.transaction());
            case WalletEvent.PurchaseBegun e ->
                    unmoved(begun(before, event).ordering(e.transaction().id().value(), e.price()));
            case WalletEvent.PurchaseFailed e ->
                    unmoved(begun(before, event).ordering(e.transactionId().value(), null));
            case WalletEvent.TakenOut e -> begun(before, event).out(e.transaction());
            case WalletEvent.Expired e -> {
                TransactionDocument left = e.transaction();
                WalletBook book = begun(before, event);
                yield left == null ? unmoved(book) : book.out(left);
            }
            case WalletEvent.Held e ->
                    begun(before, event).holding(e.hold().id(), e.hold().credits());
            case WalletEvent.HoldCaptured e -> begun(before, event).captured(e);
            case WalletEvent.HoldReleased e ->
                    begun(before, event).holding(e.holdId(), BigDecimal.ZERO);
            case WalletEvent.Terminated e -> begun(before, event).closed(e);
        };
    }

    private static WalletBook opened(WalletEvent.Created e) {
        WalletDocument wallet = e.wallet();
        String unit = wallet.agreed().priceUnit();
        return new WalletBook(
                e.walletId().value(),
                wallet.customerId().value(),
                wallet.currency(),
                LedgerUnit.credits(unit == null ? wallet.currency().code() : unit),
                wallet.conversionRate(),
                wallet.topupConversionRate(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                Map.of(),
                Map.of());
    }

    private static WalletBook begun(@Nullable WalletBook before, WalletEvent event) {
        if (before == null) {
            throw new IllegalStateException(
                    "a wallet begins with its creation, but the first event booked was " + event);
        }
        return before;
    }

    private static Booked<WalletBook> unmoved(WalletBook book) {
        return new Booked<>(book, Journal.NOTHING);
    }

    /** What comes in; of what was bought, what it cost and what it was sold below its worth. */
    private Booked<WalletBook> in(TransactionDocument t) {
        WalletBook after = with(balance.add(t.credits()), held).ordering(t.id().value(), null);
        Journal.Draft draft = moved(after);
        draft.debit(creditsOf(t), Account.HOUSE, credits, t.credits());
        Source source = source(t);
        draft.debit(source.kind(), source.owner(), money(), source.amount());
        draft.debit(
                AccountKind.PROMOTIONS,
                Account.HOUSE,
                money(),
                t.amount().toDecimal().subtract(source.amount()));
        return after.rounded(this, draft, t.amount().toDecimal());
    }

    private Booked<WalletBook> out(TransactionDocument t) {
        WalletBook after = with(balance.subtract(t.credits()), held);
        Journal.Draft draft = moved(after);
        draft.credit(creditsOf(t), Account.HOUSE, credits, t.credits());
        Destination to = destination(t);
        draft.credit(to.kind(), to.owner(), t.amount());
        return after.rounded(this, draft, t.amount().toDecimal().negate());
    }

    private Booked<WalletBook> captured(WalletEvent.HoldCaptured e) {
        Booked<WalletBook> free = holding(e.holdId(), BigDecimal.ZERO);
        Booked<WalletBook> used = free.book().out(e.transaction());
        Journal.Draft both = Journal.draft();
        add(both, free.journal());
        add(both, used.journal());
        return new Booked<>(used.book(), both.balanced());
    }

    private Booked<WalletBook> closed(WalletEvent.Terminated e) {
        TransactionDocument t = e.transaction();
        WalletBook after = with(balance.subtract(t.credits()), held);
        Journal.Draft draft = moved(after);
        draft.credit(creditsOf(t), Account.HOUSE, credits, t.credits());
        draft.credit(AccountKind.REFUNDS_OWED, customer, e.refund());
        draft.credit(AccountKind.FORFEITED, Account.HOUSE, t.amount().minus(e.refund()));
        return after.rounded(this, draft, t.amount().toDecimal().negate());
    }

    private Booked<WalletBook> holding(HoldId id, BigDecimal now) {
        Map<String, BigDecimal> standing = new LinkedHashMap<>(holds);
        BigDecimal was = standing.remove(id.value());
        if (now.signum() != 0) {
            standing.put(id.value(), now);
        }
        BigDecimal change = now.subtract(was == null ? BigDecimal.ZERO : was);
        WalletBook after =
                WalletBookBuilder.builder(this).held(held.add(change)).holds(standing).build();
        return new Booked<>(after, moved(after).balanced());
    }

    /** The wallet's own accounts, from here to there; the other side is still to be written. */
    private Journal.Draft moved(WalletBook after) {
        return Journal.draft()
                .credit(AccountKind.WALLET, wallet, credits, after.free().subtract(free()))
                .credit(AccountKind.HELD, wallet, credits, after.held.subtract(held))
                .credit(
                        AccountKind.WALLET,
                        wallet,
                        money(),
                        after.worthOfFree().subtract(worthOfFree()))
                .credit(AccountKind.HELD, wallet, money(), worth(after.held).subtract(worth(held)));
    }

    private Booked<WalletBook> rounded(WalletBook before, Journal.Draft draft, BigDecimal said) {
        BigDecimal moved = worth(balance).subtract(worth(before.balance));
        draft.debit(AccountKind.ROUNDING, Account.HOUSE, money(), moved.subtract(said));
        return new Booked<>(this, draft.balanced());
    }

    private static void add(Journal.Draft draft, Journal journal) {
        journal.postings()
                .forEach(
                        posting -> {
                            Account account = posting.account();
                            draft.debit(
                                    account.kind(),
                                    account.owner(),
                                    account.unit(),
                                    posting.amount());
                        });
    }

    private record Source(AccountKind kind, String owner, BigDecimal amount) {}

    private Source source(TransactionDocument t) {
        BigDecimal amount = t.amount().toDecimal();
        return switch (t.reason()) {
            case INVOICE_PAYMENT, INVOICE_VOID_REFUND ->
                    new Source(AccountKind.CREDITS_IN_TRANSIT, customer, amount);
            case CREDIT_NOTE -> new Source(AccountKind.CREDIT_NOTES_IN_TRANSIT, customer, amount);
            case PURCHASED_CREDIT_INVOICED ->
                    new Source(AccountKind.CREDIT_SALES_IN_TRANSIT, customer, price(t));
            case PURCHASED_CREDIT_DIRECT -> bought(t, amount);
            case FREE_CREDIT_GRANT,
                    PURCHASED_CREDIT_BONUS,
                    SUBSCRIPTION_CREDIT_GRANT,
                    CREDIT_ADJUSTMENT,
                    CREDIT_EXPIRED,
                    CREDIT_VOIDED,
                    MANUAL_BALANCE_DEBIT,
                    WALLET_TERMINATION ->
                    new Source(AccountKind.PROMOTIONS, Account.HOUSE, amount);
        };
    }

    // What our own processes give back comes in as bought, since it can be refunded like it.
    private Source bought(TransactionDocument t, BigDecimal amount) {
        String note = t.metadata().get("credit_note_id");
        if (note != null && isRefund(note, t)) {
            return new Source(AccountKind.CREDIT_NOTES_IN_TRANSIT, customer, amount);
        }
        String change = t.metadata().get("change_id");
        return change != null && change.equals(t.idempotencyKey())
                ? new Source(AccountKind.CREDIT_NOTES, Account.HOUSE, amount)
                : new Source(AccountKind.CASH, Account.HOUSE, price(t));
    }

    private static boolean isRefund(String note, TransactionDocument t) {
        try {
            return new CreditNoteId(note).refund().equals(t.id());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private BigDecimal price(TransactionDocument t) {
        BigDecimal ordered = orders.get(t.id().value());
        return ordered == null
                ? t.credits().multiply(costs).setScale(currency.minorUnits(), RoundingMode.HALF_UP)
                : ordered;
    }

    private record Destination(AccountKind kind, String owner) {}

    private Destination destination(TransactionDocument t) {
        return switch (t.reason()) {
            case INVOICE_PAYMENT, INVOICE_VOID_REFUND ->
                    new Destination(AccountKind.CREDITS_IN_TRANSIT, customer);
            case MANUAL_BALANCE_DEBIT -> new Destination(AccountKind.REVENUE, Account.HOUSE);
            case CREDIT_ADJUSTMENT -> new Destination(AccountKind.PROMOTIONS, Account.HOUSE);
            case CREDIT_EXPIRED,
                    CREDIT_VOIDED,
                    WALLET_TERMINATION,
                    FREE_CREDIT_GRANT,
                    PURCHASED_CREDIT_DIRECT,
                    PURCHASED_CREDIT_INVOICED,
                    PURCHASED_CREDIT_BONUS,
                    SUBSCRIPTION_CREDIT_GRANT,
                    CREDIT_NOTE ->
                    new Destination(AccountKind.FORFEITED, Account.HOUSE);
        };
    }

    private static AccountKind creditsOf(TransactionDocument t) {
        return switch (t.reason()) {
            case INVOICE_PAYMENT, INVOICE_VOID_REFUND, MANUAL_BALANCE_DEBIT ->
                    AccountKind.CREDITS_USED;
            case CREDIT_EXPIRED -> AccountKind.CREDITS_EXPIRED;
            case CREDIT_VOIDED, WALLET_TERMINATION -> AccountKind.CREDITS_VOIDED;
            case CREDIT_ADJUSTMENT ->
                    switch (t.type()) {
                        case CREDIT -> AccountKind.CREDITS_GRANTED;
                        case DEBIT -> AccountKind.CREDITS_VOIDED;
                    };
            case FREE_CREDIT_GRANT,
                    PURCHASED_CREDIT_DIRECT,
                    PURCHASED_CREDIT_INVOICED,
                    PURCHASED_CREDIT_BONUS,
                    SUBSCRIPTION_CREDIT_GRANT,
                    CREDIT_NOTE ->
                    AccountKind.CREDITS_GRANTED;
        };
    }

    private WalletBook ordering(String order, @Nullable Money price) {
        if (price == null && !orders.containsKey(order)) {
            return this;
        }
        Map<String, BigDecimal> open = new LinkedHashMap<>(orders);
        open.remove(order);
        if (price != null) {
            open.put(order, price.toDecimal());
        }
        return WalletBookBuilder.builder(this).orders(open).build();
    }

    private WalletBook with(BigDecimal newBalance, BigDecimal newHeld) {
        return WalletBookBuilder.builder(this).balance(newBalance).held(newHeld).build();
    }

    private LedgerUnit money() {
        return LedgerUnit.of(currency);
    }

    private BigDecimal free() {
        return balance.subtract(held);
    }

    private BigDecimal worthOfFree() {
        return worth(balance).subtract(worth(held));
    }

    /** What credits are worth: rounded half to even to minor units. */
    public BigDecimal worth(BigDecimal someCredits) {
        return someCredits
                .multiply(perCredit)
                .setScale(currency.minorUnits(), RoundingMode.HALF_EVEN);
    }
}
