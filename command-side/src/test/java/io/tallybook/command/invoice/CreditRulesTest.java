package io.tallybook.command.invoice;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.invoiceLine;
import static io.tallybook.command.Some.ulid;
import static io.tallybook.command.Some.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Decision;
import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import io.tallybook.core.invoice.BackToWallets;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.Correction;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CreditRulesTest {
    private static final PaymentId PAID = PaymentId.of(ulid("paid"));

    /** Two lines: 20.00 and 10.00, the second with a tax of 2.00. */
    private static List<Object> finalized() {
        var opened =
                new InvoiceEvent.Opened(
                        INVOICE,
                        SCOPE,
                        new InvoiceOpening(
                                SUBSCRIPTION,
                                CUSTOMER,
                                USD,
                                BillingReason.SUBSCRIPTION_CYCLE,
                                0,
                                Lines.NOVEMBER,
                                NOW));
        var base = Lines.fixed("base", Prices.fixed("20.00"), "1");
        var more = Lines.fixed("more", Prices.fixed("10.00"), "1");
        InvoiceEvent computed =
                Lines.computed(
                        opened,
                        new InvoiceCommand.Compute(
                                INVOICE, SCOPE, NOW, Conventions.FLEXPRICE, List.of(base, more)));
        Money none = usd("0");
        return List.of(
                opened,
                computed,
                new InvoiceEvent.Finalized(
                        INVOICE,
                        "INV-202311-00001",
                        NOW,
                        NOW.plusSeconds(86_400),
                        List.of(
                                new LineSettlement(base.id(), none, none, none),
                                new LineSettlement(more.id(), none, none, usd("2.00"))),
                        List.of(),
                        new InvoiceTotals(usd("30.00"), none, none, usd("2.00"), usd("32.00"))));
    }

    private static Spec<Invoice> invoice(Object... further) {
        List<Object> events = new ArrayList<>(finalized());
        events.addAll(List.of(further));
        return Spec.of(Invoice.class).given(events.toArray());
    }

    private static CreditNoteId id(String name) {
        return CreditNoteId.of(ulid(name));
    }

    private static CreditNoteDocument note(String... linesAndAmounts) {
        List<CreditNoteDocument.Line> lines = new ArrayList<>();
        for (int i = 0; i < linesAndAmounts.length; i += 2) {
            lines.add(
                    new CreditNoteDocument.Line(
                            CreditNoteLineId.of(ulid("line" + i)),
                            invoiceLine(linesAndAmounts[i]),
                            null,
                            usd(linesAndAmounts[i + 1]),
                            Map.of()));
        }
        return new CreditNoteDocument(
                INVOICE,
                CUSTOMER,
                SUBSCRIPTION,
                USD,
                CreditNoteDocument.Reason.BILLING_ERROR,
                lines,
                null,
                null,
                Map.of());
    }

    private static InvoicePaymentCommand credit(String name, CreditNoteDocument note) {
        return new InvoicePaymentCommand.CreditLines(INVOICE, SCOPE, NOW, id(name), note);
    }

    private static InvoicePaymentEvent credited(String name, Kind kind, CreditNoteDocument note) {
        return new InvoicePaymentEvent.LinesCredited(INVOICE, id(name), kind, note, NOW);
    }

    private static InvoicePaymentEvent paid(String amount) {
        return new InvoicePaymentEvent.PaymentApplied(INVOICE, PAID, usd(amount), NOW);
    }

    @Test
    void whileSomethingIsOwedItIsLoweredAndOnceNothingIsWhatWasPaidGoesBack() {
        var five = note("base", "5.00");
        invoice().when(credit("a", five)).happens(INVOICE, credited("a", Kind.ADJUSTMENT, five));
        invoice(paid("10.00"))
                .when(credit("a", five))
                .happens(INVOICE, credited("a", Kind.ADJUSTMENT, five));
        invoice(paid("32.00"))
                .when(credit("a", five))
                .happens(INVOICE, credited("a", Kind.REFUND, five));
        invoice(credited("a", Kind.ADJUSTMENT, five))
                .when(credit("a", five))
                .nothingHappens(INVOICE);
    }

    @Test
    void noLineIsCreditedBeyondWhatIsLeftOfItWithItsTaxes() {
        var whole = note("more", "12.00");
        invoice().when(credit("a", whole)).happens(INVOICE, credited("a", Kind.ADJUSTMENT, whole));
        invoice()
                .when(credit("a", note("more", "12.01")))
                .isRefusedFor("line_items[0].amount", "12.00");
        invoice(credited("a", Kind.ADJUSTMENT, note("more", "7.00")))
                .when(credit("b", note("base", "1.00", "more", "5.01")))
                .isRefusedFor("line_items[1].amount", "5.00");
        invoice()
                .when(credit("a", note("other", "1.00")))
                .isRefusedFor("line_items[0].invoice_line_item_id", "line of the invoice");
        invoice()
                .when(credit("a", note("base", "1.00", "base", "1.00")))
                .isRefusedFor("line_items[1].invoice_line_item_id", "once");
        invoice().when(credit("a", note("base", "0"))).isRefusedFor("line_items[0].amount");
        invoice().when(credit("a", note())).isRefusedFor("line_items");
    }

    /** Total 32.00, paid 14.00: 18.00 are left to be lowered. */
    @Test
    void noMoreIsLoweredThanIsOwed() {
        var eighteen = note("base", "18.00");
        invoice(paid("14.00"))
                .when(credit("a", eighteen))
                .happens(INVOICE, credited("a", Kind.ADJUSTMENT, eighteen));
        invoice(paid("14.00"))
                .when(credit("a", note("base", "18.01")))
                .isRefusedFor("line_items", "18.00");
    }

    @Test
    void whatWasGivenBackOnceIsNotGivenBackAgain() {
        invoice(
                        paid("32.00"),
                        new InvoicePaymentEvent.RefundApplied(
                                INVOICE, PAID, RefundId.of(ulid("r")), usd("32.00"), NOW))
                .when(credit("a", note("base", "5.00")))
                .happens(INVOICE, credited("a", Kind.ADJUSTMENT, note("base", "5.00")));
        invoice(paid("32.00"), credited("a", Kind.REFUND, note("base", "20.00")))
                .when(credit("b", note("base", "0.01")))
                .isRefusedFor("line_items[0].amount");
    }

    private static InvoicePaymentCommand order(String name, String atMost) {
        return new InvoicePaymentCommand.OrderRefund(
                INVOICE,
                SCOPE,
                NOW,
                new MoneyBack(RefundId.of(ulid(name)), PAID, usd(atMost), null));
    }

    private static InvoicePaymentEvent ordered(String name, String amount) {
        return new InvoicePaymentEvent.RefundOrdered(
                INVOICE, new MoneyBack(RefundId.of(ulid(name)), PAID, usd(amount), null), NOW);
    }

    private static InvoicePaymentEvent refunded(String name, String amount) {
        return new InvoicePaymentEvent.RefundApplied(
                INVOICE, PAID, RefundId.of(ulid(name)), usd(amount), NOW);
    }

    /** 32.00 were paid: a note gives 20.00 of it back, a refund by hand the other 12.00. */
    @Test
    void aNoteAndARefundOfTheSameInstantDoNotGiveBackTheSameMoney() {
        var twenty = note("base", "20.00");
        Object[] noted = {paid("32.00"), credited("a", Kind.REFUND, twenty)};
        invoice(noted).when(order("r", "32.00")).happens(INVOICE, ordered("r", "12.00"));
        invoice(paid("32.00"), ordered("r", "32.00"))
                .when(credit("a", twenty))
                .happens(INVOICE, credited("a", Kind.ADJUSTMENT, twenty));
        invoice(paid("32.00"), ordered("r", "20.00"), credited("a", Kind.ADJUSTMENT, twenty))
                .when(credit("b", note("more", "12.00")))
                .happens(INVOICE, credited("b", Kind.REFUND, note("more", "12.00")));
        Object[] all = {paid("32.00"), credited("a", Kind.REFUND, twenty), ordered("r", "12.00")};
        invoice(all).when(order("r", "32.00")).nothingHappens(INVOICE);
        invoice(all)
                .when(order("s", "0.01"))
                .isRefused(Reason.INVALID_OPERATION, "nothing of it is left to give back");
        invoice(paid("32.00"), ordered("r", "32.00"), refunded("r", "32.00"))
                .when(order("s", "0.01"))
                .isRefused(Reason.INVALID_OPERATION, "32.00 USD came, 32.00 USD of it went back");
        invoice()
                .when(order("r", "32.00"))
                .isRefused(Reason.INVALID_OPERATION, "nothing of it is left to give back");
        invoice(paid("32.00")).when(order("r", "0")).isRefusedFor("amount", "more than 0");
    }

    /** What a void has promised to give back, nobody else gives back; and the other way round. */
    @Test
    void aVoidAndARefundOfTheSameInstantDoNotGiveBackTheSameMoney() {
        var back =
                new MoneyBack(
                        RefundId.ofExcess(INVOICE, PAID, usd("12.00")), PAID, usd("12.00"), null);
        invoice(paid("32.00"), ordered("r", "20.00"))
                .when(
                        new InvoiceCommand.VoidInvoice(
                                INVOICE, SCOPE, NOW, null, MoneyBack.To.PAYMENT))
                .happens(
                        INVOICE,
                        new InvoiceEvent.Voided(
                                INVOICE, NOW, List.of(), null, null, List.of(back)));
        invoice(
                        paid("32.00"),
                        ordered("r", "20.00"),
                        new InvoiceEvent.Voided(INVOICE, NOW, List.of(), null, null, List.of(back)))
                .when(order("s", "32.00"))
                .isRefused(Reason.INVALID_OPERATION, "nothing of it is left to give back");
    }

    private static InvoicePaymentCommand correct(CreditNoteDocument all) {
        return new InvoicePaymentCommand.CreditCorrection(
                INVOICE,
                SCOPE,
                NOW,
                new Correction.Notes(
                        SCOPE, INVOICE + "/0", INVOICE + "/1", new Correction.Note(id("a"), all)));
    }

    /** 14.00 of 32.00 were paid: a correction of 20.00 lowers the 18.00, and gives back 2.00. */
    @Test
    void aCorrectionLowersWhatIsOwedAndGivesBackTheRestInOneStep() {
        var twenty = note("base", "15.00", "more", "5.00");
        var all = new Correction.Note(id("a"), twenty);
        var notes = new Correction.Notes(SCOPE, INVOICE + "/0", INVOICE + "/1", all);
        List<Correction.Note> both = notes.over(usd("18.00"));
        invoice(paid("14.00"))
                .when(correct(twenty))
                .happens(
                        INVOICE,
                        new InvoicePaymentEvent.LinesCredited(
                                INVOICE,
                                both.get(0).id(),
                                Kind.ADJUSTMENT,
                                both.get(0).document(),
                                NOW),
                        new InvoicePaymentEvent.LinesCredited(
                                INVOICE,
                                both.get(1).id(),
                                Kind.REFUND,
                                both.get(1).document(),
                                NOW));
        assertThat(both)
                .extracting(one -> one.document().total())
                .containsExactly(usd("18.00"), usd("2.00"));
        invoice().when(correct(twenty)).happens(INVOICE, credited("a", Kind.ADJUSTMENT, twenty));
        invoice(paid("32.00"))
                .when(correct(twenty))
                .happens(INVOICE, credited("a", Kind.REFUND, twenty));
        invoice(credited("a", Kind.ADJUSTMENT, twenty))
                .when(correct(twenty))
                .nothingHappens(INVOICE);
        invoice(credited("b", Kind.ADJUSTMENT, note("base", "6.00")))
                .when(correct(twenty))
                .isRefusedFor("line_items[0].amount", "14.00");
        invoice(new InvoiceEvent.Voided(INVOICE, NOW, List.of(), null))
                .when(correct(twenty))
                .isRefused(Reason.INVALID_OPERATION, "void");
    }

    /**
     * Lines of 20.00 and 10.00, of which two wallets have paid 12.00 and 4.00: 14.00 of the first
     * and 2.00 of the second. 6.00 and 8.00 are left to be paid in money.
     */
    private static Spec<Invoice> paidByCredits(Object... further) {
        List<Object> events = new ArrayList<>(finalized().subList(0, 2));
        Money none = usd("0");
        List<InvoiceLine> lines = ((InvoiceEvent.Computed) events.get(1)).lines();
        events.add(
                new InvoiceEvent.Finalized(
                        INVOICE,
                        "INV-202311-00001",
                        NOW,
                        NOW.plusSeconds(86_400),
                        List.of(
                                new LineSettlement(
                                        lines.getFirst().input().id(), none, usd("14.00"), none),
                                new LineSettlement(
                                        lines.getLast().input().id(), none, usd("2.00"), none)),
                        List.of(FIRST, SECOND),
                        new InvoiceTotals(usd("30.00"), none, usd("16.00"), none, usd("14.00"))));
        events.addAll(List.of(further));
        return Spec.of(Invoice.class).given(events.toArray());
    }

    private static final CreditBurnt FIRST = Lines.credit("first", "12.00");
    private static final CreditBurnt SECOND = Lines.credit("second", "4.00");

    private static CreditBurnt part(CreditBurnt of, String amount) {
        return new CreditBurnt(of.walletId(), of.transactionId(), usd(amount));
    }

    private static InvoicePaymentEvent creditedBack(
            String name,
            Kind kind,
            CreditNoteDocument note,
            List<CreditBurnt> credits,
            String... linesAndAmounts) {
        List<BackToWallets.OfLine> lines = new ArrayList<>();
        for (int i = 0; i < linesAndAmounts.length; i += 2) {
            lines.add(
                    new BackToWallets.OfLine(
                            invoiceLine(linesAndAmounts[i]), usd(linesAndAmounts[i + 1])));
        }
        return new InvoicePaymentEvent.LinesCredited(
                INVOICE, id(name), kind, note, NOW, new BackToWallets(credits, lines));
    }

    @Test
    void whatCreditsHadPaidOfALineGoesBackToThemOnceItsMoneyIsCovered() {
        var money = note("base", "6.00");
        paidByCredits()
                .when(credit("a", money))
                .happens(INVOICE, credited("a", Kind.ADJUSTMENT, money));
        var more = note("base", "11.00");
        // 6.00 are owed no longer, 5.00 go back: 4.00 to whom paid last, 1.00 to whom paid first
        paidByCredits()
                .when(credit("a", more))
                .happens(
                        INVOICE,
                        creditedBack(
                                "a",
                                Kind.ADJUSTMENT,
                                more,
                                List.of(SECOND, part(FIRST, "1.00")),
                                "base",
                                "5.00"));
    }

    @Test
    void allOfALineIsCreditedAndNoMore() {
        paidByCredits()
                .when(credit("a", note("base", "20.01")))
                .isRefusedFor("line_items[0].amount", "20.00");
        var first = note("base", "11.00");
        var rest = note("base", "9.00");
        InvoicePaymentEvent before =
                creditedBack(
                        "a",
                        Kind.ADJUSTMENT,
                        first,
                        List.of(SECOND, part(FIRST, "1.00")),
                        "base",
                        "5.00");
        paidByCredits(before)
                .when(credit("b", rest))
                .happens(
                        INVOICE,
                        creditedBack(
                                "b",
                                Kind.ADJUSTMENT,
                                rest,
                                List.of(part(FIRST, "9.00")),
                                "base",
                                "9.00"));
        paidByCredits(before)
                .when(credit("b", note("base", "9.01")))
                .isRefusedFor("line_items[0].amount", "9.00");
    }

    @Test
    void anInvoicePaidInFullGivesBackEachWayWhatCameThatWay() {
        var all = note("base", "20.00", "more", "10.00");
        paidByCredits(paid("14.00"))
                .when(credit("a", all))
                .happens(
                        INVOICE,
                        creditedBack(
                                "a",
                                Kind.REFUND,
                                all,
                                List.of(SECOND, FIRST),
                                "base",
                                "14.00",
                                "more",
                                "2.00"));
    }

    @Test
    void whatACreditNoteGaveBackIsNotGivenBackByAVoid() {
        var note = note("base", "11.00");
        InvoicePaymentEvent before =
                creditedBack(
                        "a",
                        Kind.ADJUSTMENT,
                        note,
                        List.of(SECOND, part(FIRST, "1.00")),
                        "base",
                        "5.00");
        paidByCredits(before)
                .when(new InvoiceCommand.VoidInvoice(INVOICE, SCOPE, NOW, "wrong"))
                .happens(
                        INVOICE,
                        new InvoiceEvent.Voided(
                                INVOICE, NOW, List.of(part(FIRST, "11.00")), "wrong"));
        paidByCredits()
                .when(new InvoiceCommand.VoidInvoice(INVOICE, SCOPE, NOW, "wrong"))
                .happens(
                        INVOICE,
                        new InvoiceEvent.Voided(INVOICE, NOW, List.of(FIRST, SECOND), "wrong"));
        paidByCredits(before)
                .when(new InvoicePaymentCommand.TakeBackCredit(INVOICE, SCOPE, NOW, id("a")))
                .isRefused(Reason.INVALID_OPERATION, "given money back");
    }

    @Test
    void onlyWhatLoweredIsTakenBack() {
        var five = note("base", "5.00");
        var takeBack = new InvoicePaymentCommand.TakeBackCredit(INVOICE, SCOPE, NOW, id("a"));
        invoice(credited("a", Kind.ADJUSTMENT, five))
                .when(takeBack)
                .happens(INVOICE, new InvoicePaymentEvent.CreditTakenBack(INVOICE, id("a"), NOW));
        invoice(paid("32.00"), credited("a", Kind.REFUND, five))
                .when(takeBack)
                .isRefused(Reason.INVALID_OPERATION, "given money back");
        invoice().when(takeBack).nothingHappens(INVOICE);
    }

    @Test
    void aVoidInvoiceIsNotCredited() {
        invoice(new InvoiceEvent.Voided(INVOICE, NOW, List.of(), null))
                .when(credit("a", note("base", "5.00")))
                .isRefused(Reason.INVALID_OPERATION, "void");
    }

    /**
     * Whatever is asked in whatever order: nothing is negative, what is credited stays within the
     * invoice and each line, and the parts add up to the whole.
     */
    @Property(tries = 300)
    void theMoneyOfAnInvoiceAddsUp(@ForAll long seed) {
        Random random = new Random(seed);
        InvoiceState state = new InvoiceState.Absent();
        for (Object event : finalized()) {
            state = state.evolve((InvoiceEvent) event);
        }
        for (int step = 0; step < 40; step++) {
            if (decide(state, random, step)
                    instanceof Decision.Accepted<InvoicePaymentEvent>(var events)) {
                for (InvoicePaymentEvent event : events) {
                    state = state.evolve(event);
                }
            }
            if (step == 30 && random.nextBoolean()) {
                state = state.evolve(new InvoiceEvent.Voided(INVOICE, NOW, List.of(), null));
            }
            check(account(state));
        }
    }

    private static Decision<InvoicePaymentEvent> decide(
            InvoiceState state, Random random, int step) {
        String amount = Money.ofMinor(random.nextInt(2_500), USD).toDecimal().toPlainString();
        PaymentId payment = PaymentId.of(ulid("payment" + random.nextInt(4)));
        return switch (random.nextInt(9)) {
            case 5, 6 ->
                    PaymentRules.orderRefund(
                            state,
                            new InvoicePaymentCommand.OrderRefund(
                                    INVOICE,
                                    SCOPE,
                                    NOW,
                                    new MoneyBack(
                                            RefundId.of(
                                                    ulid("refund" + (step - random.nextInt(2)))),
                                            payment,
                                            usd(amount),
                                            null)));
            case 0 ->
                    PaymentRules.apply(
                            state,
                            new InvoicePaymentCommand.ApplyPayment(
                                    INVOICE, SCOPE, NOW, payment, usd(amount)));
            case 1 ->
                    account(state).ordered().isEmpty()
                            ? Decision.alreadyDone()
                            : PaymentRules.refund(
                                    state,
                                    new InvoicePaymentCommand.ApplyRefund(
                                            INVOICE,
                                            SCOPE,
                                            NOW,
                                            account(state).ordered().getFirst().paymentId(),
                                            account(state).ordered().getFirst().refundId(),
                                            account(state).ordered().getFirst().amount()));
            case 2 ->
                    PaymentRules.hold(
                            state,
                            new InvoicePaymentCommand.HoldPayment(
                                    INVOICE, SCOPE, NOW, payment, 1, usd("0.01"), usd(amount)));
            case 3 ->
                    PaymentRules.release(
                            state,
                            new InvoicePaymentCommand.ReleasePayment(
                                    INVOICE, SCOPE, NOW, payment, 1, null));
            case 4 ->
                    CreditRules.takeBack(
                            state,
                            new InvoicePaymentCommand.TakeBackCredit(
                                    INVOICE, SCOPE, NOW, id("note" + random.nextInt(40))));
            default ->
                    CreditRules.credit(
                            state,
                            new InvoicePaymentCommand.CreditLines(
                                    INVOICE,
                                    SCOPE,
                                    NOW,
                                    id("note" + step),
                                    note(random.nextBoolean() ? "base" : "more", amount)));
        };
    }

    private static Account account(InvoiceState state) {
        return switch (state) {
            case InvoiceState.Finalized finalized -> finalized.account();
            case InvoiceState.Voided voided -> voided.account();
            case InvoiceState.Absent _,
                    InvoiceState.Draft _,
                    InvoiceState.Parked _,
                    InvoiceState.Computed _,
                    InvoiceState.Skipped _ ->
                    throw new IllegalStateException("not final: " + state);
        };
    }

    private static void check(Account account) {
        InvoicePayments money = account.payments();
        Money billed = account.billed();
        InvoicePayments settled = account.settled(NOW);
        assertThat(settled.paid().isLessThan(settled.refunded())).isFalse();
        for (Money part :
                List.of(
                        money.paid(),
                        money.refunded(),
                        money.kept(),
                        money.owed(billed),
                        money.remaining(billed),
                        money.overpaid(billed),
                        money.free(billed))) {
            assertThat(part.isNegative()).isFalse();
        }
        assertThat(money.remaining(billed).isPositive() && money.overpaid(billed).isPositive())
                .isFalse();
        assertThat(money.remaining(billed).plus(money.kept()))
                .isEqualTo(money.owed(billed).plus(money.overpaid(billed)));
        assertThat(usd("32.00").isLessThan(money.adjusted().plus(money.credited()))).isFalse();
        Money byLine = usd("0");
        for (Account.Line line : account.lines()) {
            Money credited =
                    money.creditedByLine()
                            .getOrDefault(line.id(), Money.zero(money.credited().currency()));
            assertThat(line.amount().isLessThan(credited)).isFalse();
            byLine = byLine.plus(credited);
        }
        assertThat(byLine).isEqualTo(money.adjusted().plus(money.credited()));
        assertThat(
                        money.applied().stream()
                                .allMatch(one -> !money.keptOf(one.paymentId()).isNegative()))
                .isTrue();
    }
}
