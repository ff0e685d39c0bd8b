package io.tallybook.command.invoice;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.PRICE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.invoiceLine;
import static io.tallybook.command.Some.lineItem;
import static io.tallybook.command.Some.ulid;
import static io.tallybook.command.Some.usd;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.Breach;
import io.tallybook.core.invoice.Breach.Bound;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceCommand.Release.How;
import io.tallybook.core.invoice.InvoiceDetails;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.SafetyBounds;
import io.tallybook.core.invoice.SafetyCheck;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An invoice beyond a safety bound is parked with its reason, and an operator lets it go on. */
class SafetyRulesTest {
    private static final Instant DUE = at("2023-12-01T02:00:00Z");
    private static final Instant LATER = at("2023-12-05T10:00:00Z");
    private static final InvoiceId OTHER = InvoiceId.of(ulid("another invoice"));
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

    /** At most 2 lines; at most 10 times the largest of 3 or more, and never below 1000.00. */
    private static final SafetyBounds BOUNDS = new SafetyBounds(2, 10, 3, 1_000);

    private static final InvoiceLineInput FEE = Lines.fixed("fee", Prices.fixed("20.00"), "1");

    // 12,000,000 requests at 0.0001: 1200.00
    private static final InvoiceLineInput CALLS =
            Lines.usage("calls", Prices.flat(METER, "0.0001"), "12000000");

    private final Spec<Invoice> invoice = Spec.of(Invoice.class);

    private static Spec<Invoice> another() {
        return Spec.of(Invoice.class);
    }

    private static InvoiceCommand.Compute compute(SafetyCheck check, InvoiceLineInput... lines) {
        return new InvoiceCommand.Compute(
                        INVOICE, SCOPE, DUE, Conventions.FLEXPRICE, List.of(lines))
                .within(check);
    }

    private static SafetyCheck after(int invoices, @Nullable Money largest) {
        return new SafetyCheck(BOUNDS, invoices, largest, List.of());
    }

    private static SafetyCheck billed(String item, BillingPeriod period) {
        return new SafetyCheck(
                BOUNDS,
                1,
                usd("20.00"),
                List.of(new SafetyCheck.Billed(OTHER, lineItem(item), period)));
    }

    private static InvoiceEvent unbound(InvoiceLineInput... lines) {
        return Lines.computed(
                OPENED,
                new InvoiceCommand.Compute(
                        INVOICE, SCOPE, DUE, Conventions.FLEXPRICE, List.of(lines)));
    }

    private static List<InvoiceLine> lines(InvoiceLineInput... lines) {
        return ((InvoiceEvent.Computed) unbound(lines)).lines();
    }

    private static InvoiceEvent.Parked parked(
            List<InvoiceLine> lines, String subtotal, Breach... breaches) {
        return new InvoiceEvent.Parked(INVOICE, DUE, List.of(breaches), lines, usd(subtotal));
    }

    private static Breach jump(String value, String limit) {
        return new Breach(Bound.JUMP, null, value, limit);
    }

    private static Breach twice(BillingPeriod before) {
        return new Breach(
                Bound.BILLED_TWICE,
                lineItem("fee").value(),
                "2023-11-01T00:00:00Z/2023-12-01T00:00:00Z",
                "nothing of " + before.start() + "/" + before.end() + ", billed by " + OTHER);
    }

    private static InvoiceEvent.Parked jumped() {
        return parked(lines(CALLS), "1200.00", jump("1200.00", "1000.00"));
    }

    private static InvoiceCommand.Release release(How how) {
        return new InvoiceCommand.Release(INVOICE, SCOPE, LATER, how, "looked at");
    }

    private static InvoiceEvent.Released released(Breach... accepted) {
        return new InvoiceEvent.Released(
                INVOICE, LATER, OPENING.finalizedAt(LATER), List.of(accepted), "looked at");
    }

    // ---- bounds

    @Test
    void anInvoiceWithinItsBoundsIsComputedAsEver() {
        invoice.given(OPENED)
                .when(compute(after(3, usd("122.00")), FEE, CALLS))
                .happens(INVOICE, unbound(FEE, CALLS));
    }

    @Test
    void anInvoiceOfTooManyLinesIsParkedWithoutThem() {
        invoice.given(OPENED)
                .when(
                        compute(
                                SafetyCheck.of(BOUNDS),
                                FEE,
                                CALLS,
                                Lines.fixed("support", Prices.fixed("5.00"), "1")))
                .happens(
                        INVOICE,
                        parked(List.of(), "0.00", new Breach(Bound.LINES, null, "3", "2")));
    }

    @Test
    void anAmountThatJumpsBeyondItsOwnHistoryIsParked() {
        // 10 times 119.99 is less than 1200.00, 10 times 120.00 is not
        invoice.given(OPENED)
                .when(compute(after(3, usd("119.99")), CALLS))
                .happens(INVOICE, parked(lines(CALLS), "1200.00", jump("1200.00", "1199.90")));
        another()
                .given(OPENED)
                .when(compute(after(3, usd("120.00")), CALLS))
                .happens(INVOICE, unbound(CALLS));
    }

    @Test
    void belowTheFloorAndWithoutEnoughHistoryNothingJumps() {
        invoice.given(OPENED)
                .when(compute(after(3, usd("0.01")), FEE))
                .happens(INVOICE, unbound(FEE));
        another()
                .given(OPENED)
                .when(compute(after(2, usd("0.01")), CALLS))
                .happens(INVOICE, unbound(CALLS));
        another()
                .given(OPENED)
                .when(compute(after(3, usd("0.00")), CALLS))
                .happens(INVOICE, unbound(CALLS));
        another()
                .given(OPENED)
                .when(compute(SafetyCheck.of(BOUNDS), CALLS))
                .happens(INVOICE, unbound(CALLS));
    }

    @Test
    void aStretchOfServiceThatAnotherInvoiceBilledIsNotBilledAgain() {
        BillingPeriod overlapping =
                new BillingPeriod(at("2023-11-30T00:00:00Z"), at("2023-12-30T00:00:00Z"));
        invoice.given(OPENED)
                .when(compute(billed("fee", overlapping), FEE))
                .happens(INVOICE, parked(lines(FEE), "20.00", twice(overlapping)));
    }

    @Test
    void aStretchThatOnlyTouchesOrIsAnotherLinesIsBilled() {
        BillingPeriod next =
                new BillingPeriod(at("2023-12-01T00:00:00Z"), at("2024-01-01T00:00:00Z"));
        invoice.given(OPENED)
                .when(compute(billed("fee", next), FEE))
                .happens(INVOICE, unbound(FEE));
        another()
                .given(OPENED)
                .when(compute(billed("calls", Lines.NOVEMBER), FEE))
                .happens(INVOICE, unbound(FEE));
    }

    @Test
    void oneInvoiceDoesNotBillAStretchTwiceEither() {
        InvoiceLineInput again =
                new InvoiceLineInput(
                        invoiceLine("again"),
                        lineItem("fee"),
                        PRICE,
                        Prices.fixed("20.00").build(),
                        "fee",
                        "Pro",
                        Lines.NOVEMBER,
                        FEE.quantity(),
                        null);
        Breach breach =
                new Breach(
                        Bound.BILLED_TWICE,
                        lineItem("fee").value(),
                        "2023-11-01T00:00:00Z/2023-12-01T00:00:00Z",
                        "nothing of 2023-11-01T00:00:00Z/2023-12-01T00:00:00Z, billed by "
                                + INVOICE);
        invoice.given(OPENED)
                .when(compute(SafetyCheck.of(BOUNDS), FEE, again))
                .happens(INVOICE, parked(lines(FEE, again), "40.00", breach));
    }

    @Test
    void whatDoesNotAddUpIsParkedAndNamesWhat() {
        invoice.given(OPENED)
                .when(
                        compute(
                                SafetyCheck.of(BOUNDS),
                                Lines.misread("calls", Prices.flat(METER, "0.01"), "10", "11")))
                .happens(
                        INVOICE,
                        parked(
                                List.of(),
                                "0.00",
                                new Breach(
                                        Bound.INVARIANT,
                                        null,
                                        "invariant the_quantity_is_the_reading of "
                                                + INVOICE
                                                + ": 10 against 11",
                                        "both sides the same")));
    }

    @Test
    void anInvoiceOfLessThanNothingIsParked() {
        InvoiceLineInput off =
                InvoiceLineInput.plain(
                        invoiceLine("off"),
                        "off",
                        "",
                        Lines.NOVEMBER,
                        FEE.quantity(),
                        InvoiceLineInput.Plain.of(usd("-30.00")));
        invoice.given(OPENED)
                .when(compute(SafetyCheck.of(BOUNDS), FEE, off))
                .happens(
                        INVOICE,
                        parked(
                                List.of(),
                                "0.00",
                                new Breach(
                                        Bound.NEGATIVE_TOTAL,
                                        null,
                                        usd("-10.00").toString(),
                                        "0 or more")));
    }

    // ---- parked

    @Test
    void aParkedInvoiceIsNeitherComputedNorFinalizedNorPaid() {
        invoice.given(OPENED, jumped())
                .when(compute(SafetyCheck.of(BOUNDS), FEE))
                .nothingHappens(INVOICE);
        another()
                .given(OPENED, jumped())
                .when(new InvoiceCommand.RequestFinalization(INVOICE, SCOPE, LATER))
                .isRefused(Reason.INVALID_OPERATION, "JUMP", "1200.00", "1000.00");
        another()
                .given(OPENED, jumped())
                .when(new InvoiceCommand.Finalize(INVOICE, SCOPE, LATER, List.of()))
                .isRefused(Reason.INVALID_OPERATION, "not been computed");
        another()
                .given(OPENED, jumped())
                .when(new InvoicePaymentCommand.WriteOff(INVOICE, SCOPE, LATER, null))
                .isRefused(Reason.INVALID_OPERATION, "not finalized");
        another()
                .given(OPENED, jumped())
                .when(new InvoiceCommand.Replace(INVOICE, SCOPE, LATER, null, LATER))
                .isRefused(Reason.INVALID_OPERATION, "not closed");
        another()
                .given(OPENED, jumped())
                .when(new InvoiceCommand.RequestCommunication(INVOICE, SCOPE, LATER))
                .isRefused(Reason.INVALID_OPERATION, "not finalized");
    }

    @Test
    void aParkedInvoiceCanBeDescribedLookedAtAndVoided() {
        var details = new InvoiceDetails(null, Map.of("looked", "at"), null, null, null);
        invoice.given(OPENED, jumped())
                .when(new InvoiceCommand.Describe(INVOICE, SCOPE, LATER, details))
                .happens(INVOICE, new InvoiceEvent.Described(INVOICE, details));
        another()
                .given(OPENED, jumped())
                .when(new InvoiceCommand.VoidInvoice(INVOICE, SCOPE, LATER, "wrong"))
                .happens(INVOICE, new InvoiceEvent.Voided(INVOICE, LATER, List.of(), "wrong"));
        another()
                .given(OPENED, jumped())
                .when(new InvoiceCommand.Open(INVOICE, SCOPE, DUE, OPENING))
                .nothingHappens(INVOICE);
    }

    // ---- released

    @Test
    void whatWasFoundRightIsComputedAndFinalized() {
        InvoiceEvent.Released accepted = released(jump("1200.00", "1000.00"));
        invoice.given(OPENED, jumped()).when(release(How.ACCEPT)).happens(INVOICE, accepted);
        another()
                .given(OPENED, jumped(), accepted)
                .when(compute(after(3, usd("1.00")), CALLS))
                .happens(INVOICE, unbound(CALLS));
    }

    @Test
    void whatWasAcceptedIsNotMoreThanWhatWasSeen() {
        // 0.02 more than what the operator has seen
        InvoiceLineInput more = Lines.usage("calls", Prices.flat(METER, "0.0001"), "12000200");
        invoice.given(OPENED, jumped(), released(jump("1200.00", "1000.00")))
                .when(compute(after(3, usd("1.00")), more))
                .happens(INVOICE, parked(lines(more), "1200.02", jump("1200.02", "1000.00")));
    }

    @Test
    void whatIsCheckedAgainIsHeldAgainstAllBounds() {
        invoice.given(OPENED, jumped()).when(release(How.CHECK_AGAIN)).happens(INVOICE, released());
        another()
                .given(OPENED, jumped(), released())
                .when(compute(after(3, usd("1.00")), CALLS))
                .happens(INVOICE, jumped());
        another()
                .given(OPENED, jumped(), released())
                .when(compute(after(3, usd("1.00")), FEE))
                .happens(INVOICE, unbound(FEE));
    }

    @Test
    void whatWasAcceptedBeforeStaysAccepted() {
        Breach first = jump("1200.00", "1000.00");
        Breach second = twice(Lines.NOVEMBER);
        invoice.given(
                        OPENED,
                        jumped(),
                        released(first),
                        parked(lines(FEE, CALLS), "1220.00", second))
                .when(release(How.ACCEPT))
                .happens(INVOICE, released(first, second));
    }

    @Test
    void nobodyAcceptsWhatDoesNotAddUp() {
        InvoiceEvent.Parked broken =
                parked(
                        List.of(),
                        "0.00",
                        new Breach(Bound.INVARIANT, null, "1.00 against 2.00", "the same"));
        invoice.given(OPENED, broken)
                .when(release(How.ACCEPT))
                .isRefused(Reason.INVALID_OPERATION, "INVARIANT", "1.00 against 2.00");
        another().given(OPENED, broken).when(release(How.CHECK_AGAIN)).happens(INVOICE, released());
    }

    @Test
    void onlyWhatIsParkedIsReleased() {
        invoice.given(OPENED)
                .when(release(How.ACCEPT))
                .isRefused(Reason.INVALID_OPERATION, "not parked");
        another()
                .given(OPENED, unbound(FEE))
                .when(release(How.ACCEPT))
                .isRefused(Reason.INVALID_OPERATION, "not parked");
        another()
                .given(OPENED, jumped())
                .when(new InvoiceCommand.Release(INVOICE, OTHER_SCOPE, LATER, How.ACCEPT, null))
                .isNotFound();
        another().when(release(How.ACCEPT)).doesNotExist();
    }
}
