package io.tallybook.command.invoice;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.catalogue.PriceDocument.Round;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InvoiceTest {
    private static final Instant DUE = at("2023-12-01T02:00:00Z");
    private static final Instant LATER = at("2023-12-05T10:00:00Z");
    private static final InvoiceOpening OPENING =
            new InvoiceOpening(
                    SUBSCRIPTION,
                    CUSTOMER,
                    USD,
                    BillingReason.SUBSCRIPTION_CYCLE,
                    0,
                    Lines.NOVEMBER,
                    DUE);
    private static final InvoiceEvent.Opened OPENED =
            new InvoiceEvent.Opened(INVOICE, SCOPE, OPENING);

    /** The lines of the first bill that the project was asked for. */
    private static final List<InvoiceLineInput> LINES =
            List.of(
                    Lines.fixed("base", Prices.fixed("20.00"), "1"),
                    Lines.usage("requests", Prices.flat(METER, "0.0001"), "19366"),
                    Lines.usage(
                            "context",
                            Prices.tiered(METER, TierMode.SLAB)
                                    .tier("1000000", "0")
                                    .tier("11000000", "0.0000025")
                                    .tier(null, "0.0000020"),
                            "22361870"),
                    Lines.usage(
                            "generated",
                            Prices.packages(METER, "10.00", "1000000", Round.UP),
                            "4088665"));

    private final Spec<Invoice> invoice = Spec.of(Invoice.class);

    private static Spec<Invoice> another() {
        return Spec.of(Invoice.class);
    }

    private static InvoiceCommand.Compute compute(InvoiceLineInput... lines) {
        return compute(List.of(lines));
    }

    private static InvoiceCommand.Compute compute(List<InvoiceLineInput> lines) {
        return new InvoiceCommand.Compute(INVOICE, SCOPE, DUE, Conventions.FLEXPRICE, lines);
    }

    private static InvoiceCommand.Finalize finalizeWith(CreditBurnt... credits) {
        return new InvoiceCommand.Finalize(INVOICE, SCOPE, DUE, List.of(credits));
    }

    private static InvoiceCommand.VoidInvoice voidIt(@Nullable String reason) {
        return new InvoiceCommand.VoidInvoice(INVOICE, SCOPE, LATER, reason);
    }

    private static InvoiceCommand.RequestFinalization request(Instant at) {
        return new InvoiceCommand.RequestFinalization(INVOICE, SCOPE, at);
    }

    // Amounts, steps and digest are those that InvoiceComputation and InputsDigest are tested for.
    private static InvoiceEvent.Computed computed() {
        return (InvoiceEvent.Computed) decided(LINES);
    }

    private static InvoiceEvent decided(List<InvoiceLineInput> lines) {
        return Lines.computed(OPENED, compute(lines));
    }

    private static InvoiceEvent.Finalized numbered(String number, CreditBurnt... credits) {
        Money paid = usd("0.00");
        for (CreditBurnt credit : credits) {
            paid = paid.plus(credit.amount());
        }
        List<LineSettlement> settlements = new ArrayList<>();
        Money left = paid;
        for (InvoiceLine line : computed().lines()) {
            Money part = line.input().reading() == null ? usd("0") : left.min(line.amount());
            left = left.minus(part);
            settlements.add(new LineSettlement(line.input().id(), usd("0"), part, usd("0")));
        }
        return new InvoiceEvent.Finalized(
                INVOICE,
                number,
                DUE,
                DUE.plus(Duration.ofDays(1)),
                settlements,
                List.of(credits),
                new InvoiceTotals(
                        usd("119.66"), usd("0"), paid, usd("0"), usd("119.66").minus(paid)));
    }

    private static InvoiceEvent.Voided voided(CreditBurnt... credits) {
        return new InvoiceEvent.Voided(INVOICE, LATER, List.of(credits), "wrong");
    }

    // ---- draft

    @Test
    void aDraftIsOpenedOnce() {
        InvoiceCommand.Open open = new InvoiceCommand.Open(INVOICE, SCOPE, DUE, OPENING);
        invoice.when(open).happens(INVOICE, OPENED);
        another().given(OPENED).when(open).nothingHappens(INVOICE);
        another().given(OPENED, computed()).when(open).nothingHappens(INVOICE);
        another()
                .given(OPENED, computed(), numbered("INV-202312-00001"))
                .when(open)
                .nothingHappens(INVOICE);
        another().given(OPENED, decided(List.of())).when(open).nothingHappens(INVOICE);
        another().given(OPENED, voided()).when(open).nothingHappens(INVOICE);
    }

    @Test
    void anotherDraftUnderTheSameIdIsAConflict() {
        InvoiceOpening other =
                new InvoiceOpening(
                        SUBSCRIPTION,
                        CUSTOMER,
                        USD,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        1,
                        Lines.NOVEMBER,
                        DUE);
        invoice.given(OPENED)
                .when(new InvoiceCommand.Open(INVOICE, SCOPE, DUE, other))
                .isRefused(Reason.CONFLICT);
    }

    @Test
    void finalizationCanBeAskedForEarlier() {
        Instant now = DUE.minusSeconds(3_600);
        InvoiceEvent.FinalizationRequested requested =
                new InvoiceEvent.FinalizationRequested(INVOICE, now);
        invoice.given(OPENED).when(request(now)).happens(INVOICE, requested);
        another().given(OPENED, requested).when(request(now)).nothingHappens(INVOICE);
        another().given(OPENED).when(request(DUE)).nothingHappens(INVOICE);
        another().given(OPENED, computed()).when(request(DUE)).nothingHappens(INVOICE);
        another()
                .given(OPENED, computed(), numbered("INV-202312-00001"))
                .when(request(DUE))
                .nothingHappens(INVOICE);
        another()
                .given(OPENED, decided(List.of()))
                .when(request(DUE))
                .isRefused(Reason.INVALID_OPERATION, "skipped");
        another()
                .given(OPENED, voided())
                .when(request(DUE))
                .isRefused(Reason.INVALID_OPERATION, "voided at " + LATER);
    }

    // ---- computing

    @Test
    void theFirstBillComesOutAsAskedFor() {
        invoice.given(OPENED).when(compute(LINES)).happens(INVOICE, computed());
        assertThat(computed().lines())
                .extracting(InvoiceLine::amount)
                .containsExactly(usd("20.00"), usd("1.94"), usd("47.72"), usd("50.00"));
        assertThat(computed().subtotal()).isEqualTo(usd("119.66"));
        assertThat(computed().creditable()).isEqualTo(usd("99.66"));
        assertThat(computed().engineVersion()).isEqualTo("1");
    }

    @Test
    void whatIsComputedIsNotComputedAgain() {
        InvoiceLineInput more = Lines.fixed("more", Prices.fixed("1"), "1");
        invoice.given(OPENED, computed()).when(compute(more)).nothingHappens(INVOICE);
        another()
                .given(OPENED, computed(), numbered("INV-202312-00001"))
                .when(compute(more))
                .nothingHappens(INVOICE);
        another().given(OPENED, decided(List.of())).when(compute(more)).nothingHappens(INVOICE);
        another()
                .given(OPENED, voided())
                .when(compute(more))
                .isRefused(Reason.INVALID_OPERATION, "voided");
    }

    @Test
    void withNothingToChargeItIsSkipped() {
        invoice.given(OPENED).when(compute()).happens(INVOICE, decided(List.of()));
        InvoiceLineInput free = Lines.usage("requests", Prices.flat(METER, "0.0001"), "0");
        InvoiceEvent skipped = decided(List.of(free));
        assertThat(skipped)
                .isInstanceOfSatisfying(
                        InvoiceEvent.Skipped.class,
                        e -> {
                            assertThat(e.lines()).hasSize(1);
                            assertThat(e.subtotal()).isEqualTo(usd("0"));
                        });
        another().given(OPENED).when(compute(free)).happens(INVOICE, skipped);
    }

    @Test
    void aLineThatWasMadeWronglyStopsTheInvoice() {
        invoice.given(OPENED)
                .when(compute(Lines.fixed("x", Prices.fixed("1").currency("EUR"), "1")))
                .breaks("one_currency_on_an_invoice");
        another()
                .given(OPENED)
                .when(compute(Lines.withoutReading("x", Prices.flat(METER, "1"), "5")))
                .breaks("usage_lines_and_no_others_have_a_reading");
        another()
                .given(OPENED)
                .when(compute(Lines.misread("x", Prices.flat(METER, "1"), "5", "6")))
                .breaks("the_quantity_is_the_reading");
    }

    // ---- finalizing

    @Test
    void anInvoiceGetsItsNumberAndWhatIsDue() {
        invoice.given(OPENED, computed())
                .when(finalizeWith())
                .happens(INVOICE, numbered("INV-202312-00001"));
    }

    @Test
    void creditsPayUsageLinesInTheirOrder() {
        CreditBurnt credit = Lines.credit("one", "25.00");
        invoice.given(OPENED, computed())
                .when(finalizeWith(credit))
                .happens(INVOICE, numbered("INV-202312-00001", credit));
        CreditBurnt second = Lines.credit("two", "74.66");
        another()
                .given(OPENED, computed())
                .when(finalizeWith(credit, second, Lines.credit("none", "0")))
                .happens(INVOICE, numbered("INV-202312-00001", credit, second));
    }

    @Test
    void creditsBeyondWhatTheyMayPayStopTheInvoice() {
        invoice.given(OPENED, computed())
                .when(finalizeWith(Lines.credit("one", "99.67")))
                .breaks("credits_within_creditable");
        another()
                .given(OPENED, computed())
                .when(finalizeWith(Lines.credit("one", "1"), Lines.credit("one", "1")))
                .breaks("a_debit_pays_once");
        another()
                .given(OPENED, computed())
                .when(finalizeWith(Lines.credit("one", "-1")))
                .breaks("credits_are_not_negative");
    }

    @Test
    void linesThatNoLongerComputeToTheSameStopTheInvoice() {
        InvoiceEvent.Computed c = computed();
        List<InvoiceLine> tampered = new ArrayList<>(c.lines());
        InvoiceLine first = tampered.getFirst();
        tampered.set(
                0, new InvoiceLine(first.input(), first.precise(), usd("20.01"), first.steps()));
        InvoiceEvent.Computed wrong =
                new InvoiceEvent.Computed(
                        INVOICE,
                        CUSTOMER,
                        c.conventions(),
                        tampered,
                        usd("119.67"),
                        c.creditable(),
                        c.inputsDigest(),
                        c.engineVersion());
        invoice.given(OPENED, wrong)
                .when(finalizeWith())
                .breaks("finalization_keeps_the_computed_lines");
    }

    @Test
    void numbersFollowEachOtherAndARepeatTakesNone() {
        invoice.given(OPENED, computed())
                .when(finalizeWith())
                .happens(INVOICE, numbered("INV-202312-00001"));
        invoice.given(OPENED, computed(), numbered("INV-202312-00001"))
                .when(finalizeWith())
                .nothingHappens(INVOICE);
        invoice.given(OPENED, computed())
                .when(finalizeWith())
                .happens(INVOICE, numbered("INV-202312-00002"));
    }

    @Test
    void whereNoWalletIsAskedAnInvoiceIsClosedWithItsComputation() {
        InvoiceCommand.Compute closing = compute(LINES).atOnce();
        InvoiceEvent together = Lines.computed(OPENED, closing);
        InvoiceEvent.Finalized number = numbered("INV-202312-00001");
        invoice.given(OPENED).when(closing).happens(INVOICE, together, number);
        another().given(OPENED, together, number).when(closing).nothingHappens(INVOICE);
        // Wallets were asked before: what they pay is waited for.
        another().given(OPENED, computed()).when(closing).nothingHappens(INVOICE);
        another().given(OPENED).when(compute().atOnce()).happens(INVOICE, decided(List.of()));
    }

    @Test
    void aRefusalTakesNoNumber() {
        invoice.given(OPENED, computed())
                .when(finalizeWith(Lines.credit("one", "99.67")))
                .breaks("credits_within_creditable");
        invoice.given(OPENED, computed())
                .when(finalizeWith())
                .happens(INVOICE, numbered("INV-202312-00001"));
    }

    @Test
    void onlyWhatIsComputedIsFinalized() {
        invoice.given(OPENED)
                .when(finalizeWith())
                .isRefused(Reason.INVALID_OPERATION, "not been computed");
        another()
                .given(OPENED, decided(List.of()))
                .when(finalizeWith())
                .isRefused(Reason.INVALID_OPERATION, "skipped");
        another()
                .given(OPENED, voided())
                .when(finalizeWith())
                .isRefused(Reason.INVALID_OPERATION, "voided");
    }

    // ---- voiding

    @Test
    void aDraftAndASkippedInvoiceCanBeVoided() {
        invoice.given(OPENED).when(voidIt("wrong")).happens(INVOICE, voided());
        another()
                .given(OPENED, decided(List.of()))
                .when(voidIt("wrong"))
                .happens(INVOICE, voided());
    }

    @Test
    void aFinalizedInvoiceIsVoidedAndGivesItsCreditsBack() {
        CreditBurnt credit = Lines.credit("one", "25.00");
        invoice.given(OPENED, computed(), numbered("INV-202312-00001", credit))
                .when(voidIt("wrong"))
                .happens(INVOICE, voided(credit));
    }

    @Test
    void anInvoiceIsVoidedOnce() {
        invoice.given(OPENED, voided()).when(voidIt("again")).nothingHappens(INVOICE);
    }

    @Test
    void anInvoiceIsNotVoidedWhileWalletsPayIt() {
        invoice.given(OPENED, computed())
                .when(voidIt("wrong"))
                .isRefused(Reason.INVALID_OPERATION, "being finalized");
    }

    @Test
    void aReasonIsBounded() {
        invoice.given(OPENED).when(voidIt("x".repeat(2_001))).isRefusedFor("reason");
    }

    // ---- borders

    @Test
    void anInvoiceOfAnotherScopeIsNotThere() {
        InvoiceCommand.VoidInvoice theirs =
                new InvoiceCommand.VoidInvoice(INVOICE, OTHER_SCOPE, LATER, null);
        invoice.given(OPENED).when(theirs).isNotFound();
        another().given(OPENED, computed()).when(theirs).isNotFound();
        another().given(OPENED, computed(), numbered("INV-202312-00001")).when(theirs).isNotFound();
        another().given(OPENED, decided(List.of())).when(theirs).isNotFound();
        another().given(OPENED, voided()).when(theirs).isNotFound();
        another()
                .given(OPENED)
                .when(new InvoiceCommand.Open(INVOICE, OTHER_SCOPE, DUE, OPENING))
                .isNotFound();
        another()
                .given(OPENED)
                .when(new InvoiceCommand.RequestFinalization(INVOICE, OTHER_SCOPE, DUE))
                .isNotFound();
        another()
                .given(OPENED)
                .when(
                        new InvoiceCommand.Compute(
                                INVOICE, OTHER_SCOPE, DUE, Conventions.FLEXPRICE, LINES))
                .isNotFound();
        another()
                .given(OPENED, computed())
                .when(new InvoiceCommand.Finalize(INVOICE, OTHER_SCOPE, DUE, List.of()))
                .isNotFound();
    }

    @Test
    void anInvoiceThatWasNeverOpenedIsNotThere() {
        invoice.when(voidIt(null)).doesNotExist();
        another().when(compute(LINES)).doesNotExist();
        another().when(finalizeWith()).doesNotExist();
        another().when(request(DUE)).doesNotExist();
    }
}
