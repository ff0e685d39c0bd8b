package io.tallybook.core.ledger;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A random course of invoices, payments, refunds, credit notes and a wallet of one customer, in an
 * order that could happen; and beside it, in cents, what must come of it.
 *
 * <p>What two entities record of one step, the second records at some later moment.
 */
final class LedgerHistories {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final CustomerId CUSTOMER = CustomerId.of(ulid("customer"));
    private static final WalletId WALLET = WalletId.of(ulid("wallet"));
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));
    private static final int STEPS = 40;
    private static final int INVOICES = 3;

    /** One event of one entity. */
    record Told(String entity, Object event) {}

    /** An invoice, as somebody with a pencil follows it; amounts in cents. */
    private static final class Bill {
        final InvoiceId id;
        InvoiceTotals totals = new InvoiceTotals(usd(0), usd(0), usd(0), usd(0), usd(0));
        boolean isFinal;
        boolean isVoid;
        long paid;
        long adjusted;
        long refundedByNotes;
        final Map<CreditNoteId, Long> adjustments = new LinkedHashMap<>();

        Bill(InvoiceId id) {
            this.id = id;
        }

        /** What is owed and what was given up of it. */
        long open() {
            return isVoid ? refundedByNotes - paid : totals.total().minor() - adjusted - paid;
        }
    }

    private final Random random;
    private final List<Told> told = new ArrayList<>();
    private final List<Bill> bills = new ArrayList<>();
    private final Deque<Told> later = new ArrayDeque<>();
    private final Map<PaymentId, Long> payments = new LinkedHashMap<>();
    private final Map<PaymentId, Bill> paidBills = new LinkedHashMap<>();
    private BigDecimal balance = BigDecimal.ZERO;
    private long cash;
    private int names;

    LedgerHistories(long seed) {
        random = new Random(seed);
        tell(
                WALLET.value(),
                new WalletEvent.Created(
                        WALLET,
                        SCOPE,
                        new WalletDocument(
                                CUSTOMER,
                                USD,
                                null,
                                null,
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                Map.of())));
        cash += 100_000;
        move(TransactionDocument.Type.CREDIT, Reason.PURCHASED_CREDIT_DIRECT, 100_000);
        for (int i = 0; i < INVOICES; i++) {
            open(i);
        }
        for (int step = 0; step < STEPS; step++) {
            step(bills.get(random.nextInt(INVOICES)));
            if (random.nextInt(3) == 0 && !later.isEmpty()) {
                told.add(later.removeFirst());
            }
        }
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    /** What has still to be recorded before nothing is in transit. */
    List<Told> rest() {
        return List.copyOf(later);
    }

    /** What is owed and what was given up, in cents, once everything is recorded. */
    long open() {
        return bills.stream().filter(bill -> bill.isFinal).mapToLong(Bill::open).sum();
    }

    /** What was billed before discounts, in cents, of invoices that hold. */
    long billed() {
        return bills.stream()
                .filter(bill -> bill.isFinal && !bill.isVoid)
                .mapToLong(bill -> bill.totals.subtotal().minor())
                .sum();
    }

    /** What came and did not go back, in cents. */
    long cash() {
        return cash;
    }

    BigDecimal balance() {
        return balance;
    }

    private void tell(String entity, Object event) {
        told.add(new Told(entity, event));
    }

    private void open(int number) {
        Bill bill = new Bill(InvoiceId.of(ulid("invoice " + number)));
        bills.add(bill);
        tell(
                bill.id.value(),
                new InvoiceEvent.Opened(
                        bill.id,
                        SCOPE,
                        new InvoiceOpening(
                                null,
                                CUSTOMER,
                                USD,
                                BillingReason.MANUAL,
                                number,
                                new BillingPeriod(NOW, NOW.plusSeconds(86_400)),
                                NOW)));
    }

    private void step(Bill bill) {
        if (!bill.isFinal) {
            finish(bill);
            return;
        }
        switch (random.nextInt(7)) {
            case 0, 1 -> pay(bill);
            case 2 -> refund();
            case 3 -> adjust(bill);
            case 4 -> takeBack(bill);
            case 5 -> giveUp(bill);
            default -> {
                if (random.nextInt(4) == 0) {
                    declareVoid(bill);
                } else {
                    refundByNote(bill);
                }
            }
        }
    }

    // The wallet has paid before the invoice says so.
    private void finish(Bill bill) {
        long subtotal = 1 + random.nextLong(20_000);
        long discount = random.nextLong(subtotal + 1) / 2;
        long credits = random.nextLong(subtotal - discount + 1) / 2;
        long tax = random.nextLong(2_000);
        bill.totals =
                new InvoiceTotals(
                        usd(subtotal),
                        usd(discount),
                        usd(credits),
                        usd(tax),
                        usd(subtotal - discount - credits + tax));
        bill.isFinal = true;
        if (credits > 0) {
            move(TransactionDocument.Type.DEBIT, Reason.INVOICE_PAYMENT, credits);
        }
        later.add(
                new Told(
                        bill.id.value(),
                        new InvoiceEvent.Finalized(
                                bill.id, "INV-1", NOW, NOW, List.of(), List.of(), bill.totals)));
        drain(); // nothing else happens to an invoice before
    }

    private void pay(Bill bill) {
        if (bill.isVoid) {
            return;
        }
        PaymentId id = PaymentId.of(ulid("payment " + names++));
        long amount = 1 + random.nextLong(9_000);
        bill.paid += amount;
        cash += amount;
        payments.put(id, amount);
        paidBills.put(id, bill);
        var document =
                new PaymentDocument(
                        bill.id,
                        null,
                        CUSTOMER,
                        PaymentMethodType.OFFLINE,
                        usd(amount),
                        PaymentDocument.Origin.REQUESTED,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        tell(id.value(), new PaymentEvent.Created(id, SCOPE, document));
        tell(id.value(), new PaymentEvent.Succeeded(id, bill.id, 1, usd(amount), null, NOW));
        later.add(
                new Told(
                        bill.id.value(),
                        new InvoicePaymentEvent.PaymentApplied(bill.id, id, usd(amount), NOW)));
    }

    private void refund() {
        payments.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .findFirst()
                .ifPresent(
                        each -> {
                            long amount = 1 + random.nextLong(each.getValue());
                            PaymentId id = each.getKey();
                            Bill bill = Objects.requireNonNull(paidBills.get(id));
                            RefundId refund = RefundId.of(ulid("refund " + names++));
                            each.setValue(each.getValue() - amount);
                            bill.paid -= amount;
                            cash -= amount;
                            tell(
                                    id.value(),
                                    new PaymentEvent.Refunded(
                                            id, bill.id, refund, usd(amount), null, NOW));
                            later.add(
                                    new Told(
                                            bill.id.value(),
                                            new InvoicePaymentEvent.RefundApplied(
                                                    bill.id, id, refund, usd(amount), NOW)));
                        });
    }

    private void adjust(Bill bill) {
        long most = bill.totals.total().minor() - bill.adjusted - bill.refundedByNotes;
        if (bill.isVoid || most <= 0) {
            return;
        }
        long amount = 1 + random.nextLong(most);
        CreditNoteId id = CreditNoteId.of(ulid("note " + names++));
        bill.adjusted += amount;
        bill.adjustments.put(id, amount);
        tell(bill.id.value(), noted(bill, id, CreditNoteDocument.Kind.ADJUSTMENT, amount));
    }

    private void refundByNote(Bill bill) {
        long most = bill.totals.total().minor() - bill.adjusted - bill.refundedByNotes;
        if (bill.isVoid || most <= 0) {
            return;
        }
        long amount = 1 + random.nextLong(most);
        CreditNoteId id = CreditNoteId.of(ulid("note " + names++));
        bill.refundedByNotes += amount;
        tell(bill.id.value(), noted(bill, id, CreditNoteDocument.Kind.REFUND, amount));
        move(TransactionDocument.Type.CREDIT, Reason.CREDIT_NOTE, amount);
    }

    private static InvoicePaymentEvent.LinesCredited noted(
            Bill bill, CreditNoteId id, CreditNoteDocument.Kind kind, long amount) {
        InvoiceLineId line = InvoiceLineId.given(bill.id, NOW, 0);
        return new InvoicePaymentEvent.LinesCredited(
                bill.id,
                id,
                kind,
                new CreditNoteDocument(
                        bill.id,
                        CUSTOMER,
                        null,
                        USD,
                        CreditNoteDocument.Reason.BILLING_ERROR,
                        List.of(
                                new CreditNoteDocument.Line(
                                        CreditNoteLineId.of(ulid("line of " + id)),
                                        line,
                                        null,
                                        usd(amount),
                                        Map.of())),
                        null,
                        null,
                        Map.of()),
                NOW);
    }

    private void takeBack(Bill bill) {
        if (bill.isVoid || bill.adjustments.isEmpty()) {
            return;
        }
        CreditNoteId id = bill.adjustments.keySet().iterator().next();
        bill.adjusted -= bill.adjustments.remove(id);
        tell(bill.id.value(), new InvoicePaymentEvent.CreditTakenBack(bill.id, id, NOW));
    }

    private void giveUp(Bill bill) {
        drain();
        if (!bill.isVoid && bill.open() > 0) {
            tell(
                    bill.id.value(),
                    new InvoicePaymentEvent.WrittenOff(
                            bill.id, usd(1 + random.nextLong(bill.open())), null, NOW));
        }
    }

    private void declareVoid(Bill bill) {
        if (bill.isVoid) {
            return;
        }
        drain();
        bill.isVoid = true;
        Money credits = bill.totals.credits();
        tell(
                bill.id.value(),
                new InvoiceEvent.Voided(
                        bill.id,
                        NOW,
                        credits.isZero()
                                ? List.of()
                                : List.of(
                                        new CreditBurnt(
                                                WALLET,
                                                WalletTransactionId.of(ulid("burnt " + bill.id)),
                                                credits)),
                        null));
        if (!credits.isZero()) {
            move(TransactionDocument.Type.CREDIT, Reason.INVOICE_VOID_REFUND, credits.minor());
        }
    }

    private void drain() {
        told.addAll(later);
        later.clear();
    }

    private void move(TransactionDocument.Type type, Reason reason, long cents) {
        BigDecimal credits = usd(cents).toDecimal();
        WalletTransactionId id = WalletTransactionId.of(ulid("move " + names++));
        BigDecimal after =
                type == TransactionDocument.Type.CREDIT
                        ? balance.add(credits)
                        : balance.subtract(credits);
        var t =
                new TransactionDocument(
                        id,
                        type,
                        reason,
                        credits,
                        usd(cents),
                        balance,
                        after,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        List.of());
        balance = after;
        tell(
                WALLET.value(),
                switch (reason) {
                    case INVOICE_PAYMENT -> new WalletEvent.Debited(WALLET, bills.getFirst().id, t);
                    case INVOICE_VOID_REFUND -> new WalletEvent.GivenBack(WALLET, id, t);
                    default -> new WalletEvent.ToppedUp(WALLET, t);
                });
    }

    private static Money usd(long cents) {
        return Money.ofMinor(cents, USD);
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(NOW, name);
    }
}
