package io.tallybook.command.payment;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;
import static io.tallybook.command.Some.usd;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentCommand.Processing;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.RefundId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaymentTest {
    private static final PaymentId ID = PaymentId.of(ulid("payment"));
    private static final Instant LATER = NOW.plusSeconds(3_600);

    private static Spec<Payment> payment() {
        return Spec.of(Payment.class);
    }

    private static PaymentDocument by(PaymentMethodType method, String amount) {
        return document(method, amount, null, Map.of());
    }

    private static PaymentDocument document(
            PaymentMethodType method,
            String amount,
            @Nullable String methodId,
            Map<String, String> metadata) {
        return new PaymentDocument(
                INVOICE,
                "INV-202312-00001",
                CUSTOMER,
                method,
                usd(amount),
                PaymentDocument.Origin.REQUESTED,
                null,
                methodId,
                null,
                null,
                "key",
                metadata);
    }

    private static final PaymentDocument CARD = by(PaymentMethodType.CARD, "20.00");
    private static final PaymentDocument CASH = by(PaymentMethodType.OFFLINE, "20.00");
    private static final PaymentEvent CREATED = new PaymentEvent.Created(ID, SCOPE, CARD);
    private static final PaymentEvent FIRST = new PaymentEvent.AttemptBegun(ID, 1, CARD);
    private static final PaymentEvent PAID = paid(1, "ch_1");
    private static final PaymentCommand BEGIN = new PaymentCommand.Begin(ID, SCOPE, NOW);
    private static final PaymentCommand VOID = new PaymentCommand.VoidPayment(ID, SCOPE, NOW);
    private static final PaymentCommand DELETE = new PaymentCommand.Delete(ID, SCOPE, NOW);

    private static PaymentCommand create(PaymentDocument document, Processing processing) {
        return new PaymentCommand.Create(ID, SCOPE, NOW, document, processing);
    }

    private static PaymentEvent paid(int attempt, @Nullable String reference) {
        return new PaymentEvent.Succeeded(ID, INVOICE, attempt, usd("20.00"), reference, NOW);
    }

    private static PaymentCommand succeed(int attempt, String amount) {
        return new PaymentCommand.Succeed(ID, SCOPE, NOW, attempt, usd(amount), "ch_1");
    }

    private static PaymentCommand decline(int attempt, @Nullable Instant next) {
        return new PaymentCommand.Decline(
                ID, SCOPE, NOW, attempt, "insufficient_funds", "no funds", next);
    }

    private static PaymentEvent declined(int attempt, @Nullable Instant next) {
        return new PaymentEvent.Declined(
                ID, INVOICE, attempt, "insufficient_funds", "no funds", NOW, next);
    }

    private static PaymentCommand refund(String name, String amount) {
        return new PaymentCommand.Refund(
                ID, SCOPE, NOW, RefundId.of(ulid(name)), usd(amount), null);
    }

    private static PaymentEvent refunded(String name, String amount) {
        return new PaymentEvent.Refunded(
                ID, INVOICE, RefundId.of(ulid(name)), usd(amount), null, NOW);
    }

    @Test
    void whatIsMadeIsBegunAtOnceIfSoAsked() {
        payment().when(create(CARD, Processing.LATER)).happens(ID, CREATED);
        payment().when(create(CARD, Processing.NOW)).happens(ID, CREATED, FIRST);
    }

    @Test
    void whatCameByAnotherWayHasSucceededWithoutAnAttempt() {
        payment()
                .when(create(CASH, Processing.NOW))
                .happens(ID, new PaymentEvent.Created(ID, SCOPE, CASH), paid(0, null));
        payment()
                .given(new PaymentEvent.Created(ID, SCOPE, CASH))
                .when(BEGIN)
                .happens(ID, paid(0, null));
    }

    @Test
    void aRepeatMakesNothingAndOtherContentIsAConflict() {
        payment().given(CREATED, FIRST).when(create(CARD, Processing.NOW)).nothingHappens(ID);
        payment()
                .given(CREATED)
                .when(create(by(PaymentMethodType.CARD, "21.00"), Processing.NOW))
                .isRefused(Reason.CONFLICT, ID.value());
        payment()
                .given(new PaymentEvent.Created(ID, OTHER_SCOPE, CARD))
                .when(create(CARD, Processing.NOW))
                .isNotFound();
    }

    @Test
    void nothingAndLessIsNoPayment() {
        payment()
                .when(create(by(PaymentMethodType.CARD, "0"), Processing.NOW))
                .isRefusedFor("amount", "more than 0");
        payment()
                .when(create(by(PaymentMethodType.OFFLINE, "-1.00"), Processing.NOW))
                .isRefusedFor("amount", "more than 0");
    }

    @Test
    void nobodyOfAnotherScopeSeesIt() {
        payment().given(new PaymentEvent.Created(ID, OTHER_SCOPE, CARD)).when(BEGIN).isNotFound();
        payment().when(BEGIN).doesNotExist();
    }

    @Test
    void whileOneAttemptIsUnderWayNoOtherBegins() {
        payment().given(CREATED).when(BEGIN).happens(ID, FIRST);
        payment().given(CREATED, FIRST).when(BEGIN).nothingHappens(ID);
        payment()
                .given(CREATED, FIRST, declined(1, LATER))
                .when(BEGIN)
                .happens(ID, new PaymentEvent.AttemptBegun(ID, 2, CARD));
        payment().given(CREATED, FIRST, PAID).when(BEGIN).nothingHappens(ID);
        payment()
                .given(CREATED, new PaymentEvent.Voided(ID, INVOICE, 0, NOW))
                .when(BEGIN)
                .isRefused(Reason.INVALID_OPERATION, "was voided");
    }

    @Test
    void itBringsItsMoneyOnceHoweverOftenAndLateItIsTold() {
        payment().given(CREATED, FIRST).when(succeed(1, "20.00")).happens(ID, PAID);
        payment().given(CREATED, FIRST, PAID).when(succeed(1, "20.00")).nothingHappens(ID);
        payment().given(CREATED, FIRST, PAID).when(succeed(2, "20.00")).nothingHappens(ID);
        payment()
                .given(CREATED, FIRST, declined(1, null))
                .when(succeed(1, "20.00"))
                .happens(ID, PAID);
    }

    @Test
    void moneyThatComesAfterAPaymentWasGivenUpIsNotDenied() {
        PaymentEvent voided = new PaymentEvent.Voided(ID, INVOICE, 1, NOW);
        payment().given(CREATED, FIRST, voided).when(succeed(1, "20.00")).happens(ID, PAID);
        payment()
                .given(CREATED, FIRST, voided)
                .when(succeed(0, "20.00"))
                .isRefused(Reason.INVALID_OPERATION, "given up");
    }

    @Test
    void aRefusalCountsForTheAttemptThatIsUnderWayAndForNoOther() {
        payment().given(CREATED, FIRST).when(decline(1, LATER)).happens(ID, declined(1, LATER));
        payment()
                .given(CREATED, FIRST, declined(1, LATER))
                .when(decline(1, LATER))
                .nothingHappens(ID);
        payment()
                .given(
                        CREATED,
                        FIRST,
                        declined(1, null),
                        new PaymentEvent.AttemptBegun(ID, 2, CARD))
                .when(decline(1, LATER))
                .nothingHappens(ID);
        payment().given(CREATED, FIRST, PAID).when(decline(1, LATER)).nothingHappens(ID);
    }

    @Test
    void byHandNothingIsRefusedThatIsUnderWayOrPaid() {
        payment().given(CREATED).when(decline(0, null)).happens(ID, declined(0, null));
        payment()
                .given(CREATED, FIRST)
                .when(decline(0, null))
                .isRefused(Reason.INVALID_OPERATION, "being processed");
        payment()
                .given(CREATED, FIRST, PAID)
                .when(decline(0, null))
                .isRefused(Reason.INVALID_OPERATION, "succeeded");
    }

    @Test
    void theCustomerIsAskedWithinAnAttempt() {
        var ask = new PaymentCommand.AskCustomer(ID, SCOPE, NOW, 1, "ch_1", "https://x.y/z");
        var asked = new PaymentEvent.CustomerAsked(ID, 1, "ch_1", "https://x.y/z");
        payment().given(CREATED, FIRST).when(ask).happens(ID, asked);
        payment().given(CREATED, FIRST, PAID).when(ask).nothingHappens(ID);
        payment()
                .given(CREATED, FIRST, asked)
                .when(decline(1, null))
                .happens(ID, declined(1, null));
    }

    @Test
    void noMoreGoesBackThanCame() {
        payment()
                .given(CREATED, FIRST, PAID)
                .when(refund("a", "5.00"))
                .happens(ID, refunded("a", "5.00"));
        payment()
                .given(CREATED, FIRST, PAID, refunded("a", "5.00"))
                .when(refund("a", "5.00"))
                .nothingHappens(ID);
        payment()
                .given(CREATED, FIRST, PAID, refunded("a", "5.00"))
                .when(refund("a", "6.00"))
                .isRefused(Reason.CONFLICT);
        payment()
                .given(CREATED, FIRST, PAID, refunded("a", "5.00"))
                .when(refund("b", "15.01"))
                .isRefusedFor("amount", "15.00");
        payment()
                .given(CREATED, FIRST)
                .when(refund("a", "5.00"))
                .isRefused(Reason.INVALID_OPERATION, "nothing to give back");
    }

    @Test
    void whatBroughtNothingIsVoidedAndDeleted() {
        payment()
                .given(CREATED)
                .when(VOID)
                .happens(ID, new PaymentEvent.Voided(ID, INVOICE, 0, NOW));
        payment().given(CREATED, FIRST).when(VOID).isRefused(Reason.INVALID_OPERATION);
        payment()
                .given(CREATED, FIRST, new PaymentEvent.CustomerAsked(ID, 1, "ch", null))
                .when(VOID)
                .happens(ID, new PaymentEvent.Voided(ID, INVOICE, 1, NOW));
        payment().given(CREATED, FIRST, PAID).when(VOID).isRefused(Reason.INVALID_OPERATION);
        payment().given(CREATED).when(DELETE).happens(ID, new PaymentEvent.Deleted(ID));
        payment().given(CREATED, new PaymentEvent.Deleted(ID)).when(DELETE).nothingHappens(ID);
        payment().given(CREATED, FIRST).when(DELETE).isRefused(Reason.INVALID_OPERATION);
        payment().given(CREATED, FIRST, PAID).when(DELETE).isRefused(Reason.INVALID_OPERATION);
        payment()
                .given(CREATED, new PaymentEvent.Deleted(ID))
                .when(BEGIN)
                .isRefused(Reason.INVALID_OPERATION, "deleted");
    }

    @Test
    void itIsDescribedAnewAndTheNextAttemptAsksSo() {
        var described = new PaymentEvent.Described(ID, "sandbox", "pm_2", Map.of("a", "b"));
        var describe =
                new PaymentCommand.Describe(ID, SCOPE, NOW, "sandbox", "pm_2", Map.of("a", "b"));
        payment().given(CREATED).when(describe).happens(ID, described);
        payment().given(CREATED, described).when(describe).nothingHappens(ID);
        payment()
                .given(CREATED, described)
                .when(BEGIN)
                .happens(
                        ID,
                        new PaymentEvent.AttemptBegun(
                                ID, 1, CARD.described("sandbox", "pm_2", Map.of("a", "b"))));
    }
}
