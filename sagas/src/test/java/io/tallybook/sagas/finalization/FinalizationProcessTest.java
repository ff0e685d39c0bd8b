package io.tallybook.sagas.finalization;

import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.at;
import static io.tallybook.sagas.Samples.computed;
import static io.tallybook.sagas.Samples.debited;
import static io.tallybook.sagas.Samples.ulid;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Command;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceCommand.Finalize;
import io.tallybook.core.invoice.InvoiceEvent.Computed;
import io.tallybook.core.invoice.InvoiceEvent.Voided;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.wallet.WalletCommand.Debit;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.sagas.GiveBacks;
import io.tallybook.sagas.Step;
import io.tallybook.sagas.finalization.FinalizationState.Asked;
import io.tallybook.sagas.finalization.FinalizationState.Debiting;
import io.tallybook.sagas.finalization.FinalizationState.Done;
import io.tallybook.sagas.finalization.FinalizationState.Finalizing;
import io.tallybook.sagas.finalization.FinalizationState.NotBegun;
import io.tallybook.sagas.finalization.FinalizationState.Returning;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FinalizationProcessTest {
    private static final Instant DUE = Instant.parse("2023-12-01T02:00:00Z");
    private static final Instant LATER = Instant.parse("2023-12-05T00:00:00Z");
    private static final WalletId FIRST = wallet("first");
    private static final WalletId SECOND = wallet("second");

    private static WalletTransactionId debitOf(WalletId wallet) {
        return WalletTransactionId.of(Ulid.derived(DUE, "debit", INVOICE.value(), wallet.value()));
    }

    private static Debit debit(WalletId wallet, String upTo) {
        return new Debit(wallet, SCOPE, DUE, debitOf(wallet), INVOICE, usd(upTo));
    }

    private static CreditBurnt burnt(WalletId wallet, String amount) {
        return new CreditBurnt(wallet, debitOf(wallet), usd(amount));
    }

    private static FinalizationState debiting(
            WalletId asked, String remaining, List<WalletId> next, CreditBurnt... before) {
        return new Debiting(
                INVOICE,
                SCOPE,
                DUE,
                usd(remaining),
                new Asked(asked, debitOf(asked)),
                next,
                List.of(before));
    }

    private static Voided voided(CreditBurnt... credits) {
        return new Voided(INVOICE, LATER, List.of(credits), null);
    }

    private static Finalize finalized(CreditBurnt... credits) {
        return new Finalize(INVOICE, SCOPE, DUE, List.of(credits));
    }

    private static void expect(
            Step<FinalizationState> step, FinalizationState state, Command... commands) {
        assertThat(step.state()).isEqualTo(state);
        assertThat(step.commands()).containsExactly(commands);
    }

    @Test
    void anInvoiceThatCreditsMayNotPayIsFinalizedAtOnce() {
        expect(
                FinalizationProcess.computed(computed("0.00"), List.of(FIRST), at(DUE)),
                new Done(),
                finalized());
    }

    @Test
    void aCustomerWithoutWalletsPaysAllOfIt() {
        expect(
                FinalizationProcess.computed(computed("40.00"), List.of(), at(DUE)),
                new Done(),
                finalized());
    }

    @Test
    void theFirstWalletIsAskedForAllThatCreditsMayPay() {
        expect(
                FinalizationProcess.computed(computed("40.00"), List.of(FIRST, SECOND), at(DUE)),
                debiting(FIRST, "40.00", List.of(SECOND)),
                debit(FIRST, "40.00"));
    }

    private static Computed usageOf(String amount) {
        Computed whole = computed(amount);
        var price =
                new PriceDocument(
                        null,
                        PriceDocument.Type.USAGE,
                        PriceDocument.BillingModel.FLAT_FEE,
                        usd(amount).currency(),
                        BigDecimal.ONE,
                        null,
                        List.of(),
                        null,
                        null,
                        1,
                        PriceDocument.InvoiceCadence.ARREAR,
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        var input =
                new InvoiceLineInput(
                        InvoiceLineId.of(ulid("line")),
                        LineItemId.of(ulid("item")),
                        PriceId.of(ulid("price")),
                        price,
                        "Tokens",
                        "Pro",
                        NOVEMBER,
                        BigDecimal.ONE,
                        null);
        return new Computed(
                whole.invoiceId(),
                whole.customerId(),
                whole.conventions(),
                List.of(new InvoiceLine(input, new BigDecimal(amount), usd(amount), List.of())),
                whole.subtotal(),
                whole.creditable(),
                whole.inputsDigest(),
                whole.engineVersion());
    }

    @Test
    void aWalletThatMayPayNoneOfTheLinesIsPassedOver() {
        var onlyFixed =
                new WalletTerms.Reach(List.of(PriceDocument.Type.FIXED), List.of(), List.of());
        assertThat(
                        FinalizationProcess.computed(
                                        usageOf("40.00"),
                                        List.of(FIRST, SECOND),
                                        Map.of(FIRST, onlyFixed),
                                        at(DUE))
                                .commands())
                .containsExactly(debit(SECOND, "40.00"));
    }

    @Test
    void theNextWalletIsAskedForWhatIsLeft() {
        expect(
                FinalizationProcess.debited(
                        debiting(FIRST, "40.00", List.of(SECOND)),
                        debited(FIRST, debitOf(FIRST), "25.00"),
                        at(DUE)),
                debiting(SECOND, "15.00", List.of(), burnt(FIRST, "25.00")),
                debit(SECOND, "15.00"));
    }

    @Test
    void theLastWalletEndsTheSearchAlsoWhenSomethingIsLeft() {
        expect(
                FinalizationProcess.debited(
                        debiting(SECOND, "15.00", List.of(), burnt(FIRST, "25.00")),
                        debited(SECOND, debitOf(SECOND), "5.00"),
                        at(DUE)),
                new Finalizing(SCOPE, List.of(burnt(FIRST, "25.00"), burnt(SECOND, "5.00"))),
                finalized(burnt(FIRST, "25.00"), burnt(SECOND, "5.00")));
    }

    @Test
    void noFurtherWalletIsAskedWhenAllIsPaid() {
        expect(
                FinalizationProcess.debited(
                        debiting(FIRST, "40.00", List.of(SECOND)),
                        debited(FIRST, debitOf(FIRST), "40.00"),
                        at(DUE)),
                new Finalizing(SCOPE, List.of(burnt(FIRST, "40.00"))),
                finalized(burnt(FIRST, "40.00")));
    }

    @Test
    void aWalletThatTurnsOutEmptyIsNotOnTheInvoice() {
        expect(
                FinalizationProcess.debited(
                        debiting(FIRST, "40.00", List.of()),
                        debited(FIRST, debitOf(FIRST), "0.00"),
                        at(DUE)),
                new Done(),
                finalized());
    }

    @Test
    void aWalletThatRefusesIsPassedOver() {
        expect(
                FinalizationProcess.refused(
                        debiting(FIRST, "40.00", List.of(SECOND)), debit(FIRST, "40.00")),
                debiting(SECOND, "40.00", List.of()),
                debit(SECOND, "40.00"));
        expect(FinalizationProcess.refused(new Done(), debit(FIRST, "40.00")), new Done());
    }

    @Test
    void anAnswerThatWasNotAskedForChangesNothing() {
        FinalizationState state = debiting(SECOND, "15.00", List.of(), burnt(FIRST, "25.00"));
        var again = debited(FIRST, debitOf(FIRST), "25.00");

        expect(FinalizationProcess.debited(state, again, at(DUE)), state);
        for (FinalizationState other :
                List.of(
                        new NotBegun(),
                        new Finalizing(SCOPE, List.of(burnt(FIRST, "25.00"))),
                        new Returning(SCOPE, new Asked(SECOND, debitOf(SECOND))),
                        new Done())) {
            expect(FinalizationProcess.debited(other, again, at(DUE)), other);
        }
    }

    @Test
    void aVoidGivesBackWhatWasBurntAndWaitsForTheDebitUnderWay() {
        expect(
                FinalizationProcess.voided(
                        debiting(SECOND, "15.00", List.of(), burnt(FIRST, "25.00")),
                        voided(),
                        at(LATER)),
                new Returning(SCOPE, new Asked(SECOND, debitOf(SECOND))),
                GiveBacks.of(SCOPE, FIRST, debitOf(FIRST), LATER));
    }

    @Test
    void aDebitThatAVoidHasOvertakenIsGivenBack() {
        expect(
                FinalizationProcess.debited(
                        new Returning(SCOPE, new Asked(SECOND, debitOf(SECOND))),
                        debited(SECOND, debitOf(SECOND), "5.00"),
                        at(DUE)),
                new Done(),
                GiveBacks.of(SCOPE, SECOND, debitOf(SECOND), DUE));
    }

    @Test
    void anEmptyDebitThatAVoidHasOvertakenNeedsNoGivingBack() {
        expect(
                FinalizationProcess.debited(
                        new Returning(SCOPE, new Asked(SECOND, debitOf(SECOND))),
                        debited(SECOND, debitOf(SECOND), "0.00"),
                        at(DUE)),
                new Done());
    }

    @Test
    void aVoidThatOvertakesTheFinalizationGivesEverythingBack() {
        expect(
                FinalizationProcess.voided(
                        new Finalizing(
                                SCOPE, List.of(burnt(FIRST, "25.00"), burnt(SECOND, "5.00"))),
                        voided(),
                        at(LATER)),
                new Done(),
                GiveBacks.of(SCOPE, FIRST, debitOf(FIRST), LATER),
                GiveBacks.of(SCOPE, SECOND, debitOf(SECOND), LATER));
    }

    @Test
    void whatTheInvoiceItselfGivesBackIsNotGivenBackTwice() {
        expect(
                FinalizationProcess.voided(
                        new Finalizing(SCOPE, List.of(burnt(FIRST, "25.00"))),
                        voided(burnt(FIRST, "25.00")),
                        at(LATER)),
                new Done());
    }

    @Test
    void aVoidOfAnInvoiceThatHasNotAskedAnybodyNeedsNothing() {
        FinalizationState returning = new Returning(SCOPE, new Asked(SECOND, debitOf(SECOND)));

        expect(FinalizationProcess.voided(new NotBegun(), voided(), at(LATER)), new Done());
        expect(FinalizationProcess.voided(new Done(), voided(), at(LATER)), new Done());
        expect(FinalizationProcess.voided(returning, voided(), at(LATER)), returning);
    }

    @Test
    void everyStepThatIsRepeatedSendsTheSameCommands() {
        var state = debiting(FIRST, "40.00", List.of(SECOND));
        var event = debited(FIRST, debitOf(FIRST), "25.00");

        assertThat(FinalizationProcess.debited(state, event, at(DUE)))
                .isEqualTo(FinalizationProcess.debited(state, event, at(DUE)));
        assertThat(FinalizationProcess.computed(computed("40.00"), List.of(FIRST), at(DUE)))
                .isEqualTo(
                        FinalizationProcess.computed(computed("40.00"), List.of(FIRST), at(DUE)));
    }
}
