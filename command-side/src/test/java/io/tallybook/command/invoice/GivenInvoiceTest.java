package io.tallybook.command.invoice;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.GivenInvoice;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceDetails;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePolicy;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Invoices whose lines are given, and what may be said on any. */
class GivenInvoiceTest {
    private static final Instant DUE = at("2023-12-01T02:00:00Z");
    private static final Instant PAY_BY = at("2024-01-15T00:00:00Z");
    private static final InvoiceDetails DETAILS =
            new InvoiceDetails("Setting up", Map.of("order", "4711"), PAY_BY, null, "order-4711");

    private final Spec<Invoice> invoice = Spec.of(Invoice.class);

    private static Spec<Invoice> another() {
        return Spec.of(Invoice.class);
    }

    private static List<InvoiceLineInput> lines(String... amounts) {
        List<InvoiceLineInput> lines = new ArrayList<>();
        for (String amount : amounts) {
            lines.add(
                    InvoiceLineInput.plain(
                            InvoiceLineId.given(INVOICE, DUE, lines.size()),
                            "Line " + lines.size(),
                            "",
                            Lines.NOVEMBER,
                            BigDecimal.ONE,
                            InvoiceLineInput.Plain.of(usd(amount))));
        }
        return lines;
    }

    private static InvoiceOpening opening(List<InvoiceLineInput> lines) {
        return InvoiceOpening.of(
                null,
                CUSTOMER,
                USD,
                BillingReason.MANUAL,
                Lines.NOVEMBER,
                DUE,
                new GivenInvoice("order-4711", Conventions.FLEXPRICE, lines, DETAILS));
    }

    private static InvoiceCommand.Open open(String... amounts) {
        return new InvoiceCommand.Open(INVOICE, SCOPE, DUE, opening(lines(amounts)));
    }

    private static InvoiceEvent.Opened opened(String... amounts) {
        return new InvoiceEvent.Opened(INVOICE, SCOPE, opening(lines(amounts)));
    }

    private static InvoiceCommand.Compute compute(String... amounts) {
        return new InvoiceCommand.Compute(
                INVOICE, SCOPE, DUE, Conventions.FLEXPRICE, lines(amounts));
    }

    private static InvoiceCommand.Describe describe(InvoiceDetails details) {
        return new InvoiceCommand.Describe(INVOICE, SCOPE, DUE, details);
    }

    @Test
    void linesOfOnesOwnAreTakenWithoutASubscription() {
        invoice.when(open("150.00", "-30.00")).happens(INVOICE, opened("150.00", "-30.00"));
        another().given(opened("150.00")).when(open("150.00")).nothingHappens(INVOICE);
        another().given(opened("150.00")).when(open("151.00")).isRefused(Reason.CONFLICT);
    }

    @Test
    void whatSumsToLessThanNothingIsRefusedWhenItIsWritten() {
        invoice.when(open("10.00", "-10.01"))
                .isRefusedFor("line_items", "-0.01", "sum to 0 or more");
        another().when(open()).isRefusedFor("line_items", "at least one");
    }

    @Test
    void aLineThatTakesOffLowersTheTotalAndNothingElse() {
        var computed =
                (InvoiceEvent.Computed)
                        Lines.computed(opened("150.00", "-30.00"), compute("150.00", "-30.00"));
        assertThat(computed.lines())
                .extracting(InvoiceLine::amount)
                .containsExactly(usd("150.00"), usd("-30.00"));
        assertThat(computed.subtotal()).isEqualTo(usd("120.00"));
        invoice.given(opened("150.00", "-30.00"), computed)
                .when(new InvoiceCommand.Finalize(INVOICE, SCOPE, DUE, List.of()))
                .happens(
                        INVOICE,
                        new InvoiceEvent.Finalized(
                                INVOICE,
                                "INV-202312-00001",
                                DUE,
                                PAY_BY,
                                lines("150.00", "-30.00").stream()
                                        .map(
                                                line ->
                                                        new LineSettlement(
                                                                line.id(), usd("0"), usd("0"),
                                                                usd("0")))
                                        .toList(),
                                List.of(),
                                new InvoiceTotals(
                                        usd("120.00"),
                                        usd("0"),
                                        usd("0"),
                                        usd("0"),
                                        usd("120.00"))));
    }

    @Test
    void theEnvironmentsPolicyIsKeptWithTheInvoice() {
        InvoicePolicy policy =
                InvoicePolicy.of(
                        Map.of(
                                "prefix", "RE",
                                "format", "YYYY",
                                "start_sequence", "100",
                                "keep_zero_invoices", "true"));
        var compute =
                new InvoiceCommand.Compute(
                        INVOICE, SCOPE, DUE, Conventions.FLEXPRICE, lines("0.00"), policy, null);
        InvoiceEvent computed = Lines.computed(opened("0.00"), compute);
        assertThat(computed).isInstanceOf(InvoiceEvent.Computed.class);
        invoice.given(opened("0.00"), computed)
                .when(new InvoiceCommand.Finalize(INVOICE, SCOPE, DUE, List.of()))
                .happens(
                        INVOICE,
                        new InvoiceEvent.Finalized(
                                INVOICE,
                                "RE-2023-00100",
                                DUE,
                                PAY_BY,
                                List.of(
                                        new LineSettlement(
                                                lines("0.00").getFirst().id(),
                                                usd("0"),
                                                usd("0"),
                                                usd("0"))),
                                List.of(),
                                new InvoiceTotals(
                                        usd("0"), usd("0"), usd("0"), usd("0"), usd("0"))));
    }

    @Test
    void aDraftShowsWhatItComesToAndStaysADraft() {
        var show =
                new InvoiceCommand.ComputeDraft(
                        INVOICE,
                        SCOPE,
                        DUE,
                        Conventions.FLEXPRICE,
                        lines("150.00", "-30.00"),
                        null);
        var final1 =
                (InvoiceEvent.Computed)
                        Lines.computed(opened("150.00", "-30.00"), compute("150.00", "-30.00"));
        var shown =
                new InvoiceEvent.DraftComputed(
                        INVOICE,
                        final1.lines(),
                        usd("120.00"),
                        final1.inputsDigest(),
                        final1.engineVersion(),
                        null);
        invoice.given(opened("150.00", "-30.00")).when(show).happens(INVOICE, shown);
        another()
                .given(opened("150.00", "-30.00"), shown)
                .when(compute("150.00", "-30.00"))
                .happens(INVOICE, final1);
        another()
                .given(opened("150.00", "-30.00"), final1)
                .when(show)
                .isRefused(Reason.INVALID_OPERATION, "no draft");
    }

    @Test
    void aClosedInvoiceIsReplacedByOneOfTheSameOpening() {
        Instant later = DUE.plusSeconds(86_400);
        var replace = new InvoiceCommand.Replace(INVOICE, SCOPE, later, "late usage", later);
        var voided =
                new InvoiceEvent.Voided(
                        INVOICE,
                        later,
                        List.of(),
                        "late usage",
                        opened("0.00").opening().replacing(INVOICE, later));
        InvoiceEvent skipped = Lines.computed(opened("0.00"), compute("0.00"));
        invoice.given(opened("0.00"), skipped).when(replace).happens(INVOICE, voided);
        another()
                .given(opened("0.00"), skipped, voided)
                .when(replace)
                .isRefused(Reason.INVALID_OPERATION, "voided");
        another()
                .given(opened("0.00"))
                .when(replace)
                .isRefused(Reason.INVALID_OPERATION, "not closed");
        assertThat(InvoiceId.derived(Objects.requireNonNull(voided.replacement())))
                .isNotEqualTo(INVOICE);
    }

    @Test
    void whatItSaysMayChangeUntilItIsVoid() {
        var other = new InvoiceDetails("Set up", Map.of(), null, null, "order-4711");
        var described = new InvoiceEvent.Described(INVOICE, other);
        invoice.given(opened("1.00")).when(describe(DETAILS)).nothingHappens(INVOICE);
        another().given(opened("1.00")).when(describe(other)).happens(INVOICE, described);
        another().given(opened("1.00"), described).when(describe(other)).nothingHappens(INVOICE);
        another()
                .given(opened("0.00"), Lines.computed(opened("0.00"), compute("0.00")))
                .when(describe(other))
                .happens(INVOICE, described);
        another()
                .given(opened("1.00"), new InvoiceEvent.Voided(INVOICE, DUE, List.of(), null))
                .when(describe(other))
                .isRefused(Reason.INVALID_OPERATION, "voided");
        another()
                .given(opened("1.00"))
                .when(new InvoiceCommand.Describe(INVOICE, OTHER_SCOPE, DUE, other))
                .isNotFound();
    }

    @Test
    void aDescriptionThatIsTooLongIsRefused() {
        invoice.given(opened("1.00"))
                .when(describe(new InvoiceDetails("x".repeat(100_000), Map.of(), null, null, null)))
                .isRefusedFor("description");
    }
}
