package io.tallybook.command.wallet;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.WALLET;
import static io.tallybook.command.Some.decimal;
import static io.tallybook.command.Some.transaction;
import static io.tallybook.command.Some.ulid;
import static io.tallybook.command.Some.usd;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WalletTest {
    private static final TransactionDocument.Reason FREE =
            TransactionDocument.Reason.FREE_CREDIT_GRANT;
    private static final TransactionDocument.Reason BOUGHT =
            TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT;
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
    private static final WalletEvent.Created CREATED = created("1");

    private final Spec<Wallet> wallet = Spec.of(Wallet.class);

    private static Spec<Wallet> another() {
        return Spec.of(Wallet.class);
    }

    private static WalletDocument document(String rate, String topupRate) {
        return new WalletDocument(
                CUSTOMER, USD, "Prepaid", null, decimal(rate), decimal(topupRate), Map.of());
    }

    private static WalletCommand.Create create(Scope scope, WalletDocument document) {
        return new WalletCommand.Create(WALLET, scope, NOW, document);
    }

    private static final CreditNoteId NOTE = CreditNoteId.of(ulid("n"));

    private static WalletEvent.Created created(String rate) {
        return new WalletEvent.Created(WALLET, SCOPE, document(rate, "1"));
    }

    private static WalletCommand.TopUp topUp(String id, String credits, @Nullable String key) {
        return topUp(id, credits, BOUGHT, null, key);
    }

    private static WalletCommand.TopUp topUp(
            String id,
            String credits,
            TransactionDocument.Reason reason,
            @Nullable Instant expiresAt,
            @Nullable String key) {
        return new WalletCommand.TopUp(
                WALLET,
                SCOPE,
                NOW,
                transaction(id),
                decimal(credits),
                reason,
                expiresAt,
                null,
                key,
                null,
                Map.of());
    }

    private static WalletEvent.ToppedUp toppedUp(
            String id, String credits, String before, String after, @Nullable String key) {
        return toppedUp(id, credits, before, after, key, null, null, credits);
    }

    private static WalletEvent.ToppedUp toppedUp(
            String id,
            String credits,
            String before,
            String after,
            @Nullable String key,
            @Nullable Instant expiresAt,
            @Nullable Integer priority,
            String worth) {
        return new WalletEvent.ToppedUp(
                WALLET,
                new TransactionDocument(
                        transaction(id),
                        TransactionDocument.Type.CREDIT,
                        BOUGHT,
                        decimal(credits),
                        usd(worth),
                        decimal(before),
                        decimal(after),
                        null,
                        expiresAt,
                        priority,
                        key,
                        null,
                        Map.of(),
                        List.of()));
    }

    private static WalletCommand.Debit debit(String id, Money upTo) {
        return new WalletCommand.Debit(WALLET, SCOPE, NOW, transaction(id), INVOICE, upTo);
    }

    private static WalletEvent.Debited debited(
            String id, String credits, String amount, String before, String after, Part... parts) {
        return new WalletEvent.Debited(
                WALLET,
                INVOICE,
                new TransactionDocument(
                        transaction(id),
                        TransactionDocument.Type.DEBIT,
                        TransactionDocument.Reason.INVOICE_PAYMENT,
                        decimal(credits),
                        usd(amount),
                        decimal(before),
                        decimal(after),
                        INVOICE.value(),
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        List.of(parts)));
    }

    private static Part part(String grant, String credits) {
        return new Part(transaction(grant), decimal(credits));
    }

    private static WalletCommand.GiveBack giveBack(String id, String debit) {
        return new WalletCommand.GiveBack(WALLET, SCOPE, NOW, transaction(id), transaction(debit));
    }

    private static WalletEvent.GivenBack givenBack(
            String id, String debit, String credits, String before, String after, Part... parts) {
        return new WalletEvent.GivenBack(
                WALLET,
                transaction(debit),
                new TransactionDocument(
                        transaction(id),
                        TransactionDocument.Type.CREDIT,
                        TransactionDocument.Reason.INVOICE_VOID_REFUND,
                        decimal(credits),
                        usd(credits),
                        decimal(before),
                        decimal(after),
                        INVOICE.value(),
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        List.of(parts),
                        transaction(debit)));
    }

    // ---- opening

    @Test
    void aWalletIsOpenedOnce() {
        WalletDocument document = document("1", "1");
        wallet.when(create(SCOPE, document)).happens(WALLET, CREATED);
        another().given(CREATED).when(create(SCOPE, document)).nothingHappens(WALLET);
        another().given(CREATED).when(create(SCOPE, document("2", "1"))).isRefused(Reason.CONFLICT);
        another().given(CREATED).when(create(OTHER_SCOPE, document)).isNotFound();
    }

    @Test
    void aCreditIsWorthAndCostsMoreThanNothing() {
        wallet.when(create(SCOPE, document("0", "1"))).isRefusedFor("conversion_rate");
        another().when(create(SCOPE, document("-1", "1"))).isRefusedFor("conversion_rate");
        another().when(create(SCOPE, document("1", "0"))).isRefusedFor("topup_conversion_rate");
        another().when(create(SCOPE, document("1e10", "1"))).isRefusedFor("conversion_rate");
    }

    // ---- topping up

    @Test
    void creditsComeIn() {
        wallet.given(CREATED)
                .when(topUp("a", "25", null))
                .happens(WALLET, toppedUp("a", "25", "0", "25", null));
        another()
                .given(CREATED, toppedUp("a", "25", "0", "25", null))
                .when(topUp("b", "5", null))
                .happens(WALLET, toppedUp("b", "5", "25", "30", null));
    }

    @Test
    void creditsAreWorthTheirConversion() {
        wallet.given(created("0.5"))
                .when(topUp("a", "25.01", null))
                .happens(WALLET, toppedUp("a", "25.01", "0", "25.01", null, null, null, "12.50"));
    }

    @Test
    void theSameTopUpAgainIsDoneAlready() {
        wallet.given(CREATED, toppedUp("a", "25", "0", "25", "key"))
                .when(topUp("a", "25.0", "key"))
                .nothingHappens(WALLET);
        another()
                .given(CREATED, toppedUp("a", "25", "0", "25", "key"))
                .when(topUp("b", "25", "key"))
                .nothingHappens(WALLET);
        another()
                .given(CREATED, toppedUp("a", "25", "0", "25", null))
                .when(topUp("a", "25", null))
                .nothingHappens(WALLET);
    }

    @Test
    void anotherTopUpUnderTheSameNameIsAConflict() {
        wallet.given(CREATED, toppedUp("a", "25", "0", "25", "key"))
                .when(topUp("b", "26", "key"))
                .isRefused(Reason.CONFLICT, "key");
        another()
                .given(CREATED, toppedUp("a", "25", "0", "25", null))
                .when(topUp("a", "25", FREE, null, null))
                .isRefused(Reason.CONFLICT);
        another()
                .given(CREATED, debited("a", "0", "0.00", "0", "0"))
                .when(topUp("a", "25", null))
                .isRefused(Reason.CONFLICT);
    }

    @Test
    void onlySoundTopUpsComeIn() {
        wallet.given(CREATED).when(topUp("a", "0", null)).isRefusedFor("credits_to_add");
        another().given(CREATED).when(topUp("a", "-1", null)).isRefusedFor("credits_to_add");
        another().given(CREATED).when(topUp("a", "1e13", null)).isRefusedFor("credits_to_add");
        another()
                .given(CREATED)
                .when(topUp("a", "1e999999999", null))
                .isRefusedFor("credits_to_add");
        another()
                .given(CREATED)
                .when(topUp("a", "0.0000000000000001", null))
                .isRefusedFor("credits_to_add", "15 decimals");
        another()
                .given(CREATED)
                .when(topUp("a", "1", TransactionDocument.Reason.INVOICE_PAYMENT, null, null))
                .isRefusedFor("transaction_reason");
        another()
                .given(CREATED)
                .when(topUp("a", "1", FREE, NOW, null))
                .isRefusedFor("expiry_date_utc", "a moment after " + NOW);
        another().given(CREATED).when(topUp("a", "1", "")).isRefusedFor("idempotency_key");
    }

    @Test
    void aBalanceStaysWithinWhatMoneyCanCount() {
        wallet.given(created("1000"))
                .when(topUp("a", "100000000001", null))
                .isRefusedFor("credits_to_add", "100000000000000");
    }

    // ---- paying

    @Test
    void anInvoiceIsPaidAsFarAsTheCreditsGo() {
        wallet.given(CREATED, toppedUp("a", "25", "0", "25", null))
                .when(debit("d", usd("99.66")))
                .happens(WALLET, debited("d", "25", "25.00", "25", "0", part("a", "25")));
    }

    @Test
    void noMoreIsTakenThanIsOwed() {
        wallet.given(CREATED, toppedUp("a", "25", "0", "25", null))
                .when(debit("d", usd("9.99")))
                .happens(WALLET, debited("d", "9.99", "9.99", "25", "15.01", part("a", "9.99")));
    }

    @Test
    void lowerPrioritiesPayFirstThenThoseThatExpireThenTheLarger() {
        Object[] history = {
            CREATED,
            toppedUp("none", "50", "0", "50", null),
            toppedUp("third", "30", "50", "80", null, null, 3, "30"),
            toppedUp("first", "40", "80", "120", null, null, 1, "40"),
            toppedUp("second", "20", "120", "140", null, null, 2, "20"),
            toppedUp("expiring", "60", "140", "200", null, TOMORROW, 1, "60")
        };
        wallet.given(history)
                .when(debit("d", usd("90")))
                .happens(
                        WALLET,
                        debited(
                                "d",
                                "90",
                                "90.00",
                                "200",
                                "110",
                                part("expiring", "60"),
                                part("first", "30")));
    }

    @Test
    void expiredCreditsNeverPay() {
        Instant yesterday = NOW.minus(Duration.ofDays(1));
        wallet.given(
                        CREATED,
                        toppedUp("old", "10", "0", "10", null, yesterday, null, "10"),
                        toppedUp("new", "5", "10", "15", null))
                .when(debit("d", usd("12")))
                .happens(WALLET, debited("d", "5", "5.00", "15", "10", part("new", "5")));
    }

    @Test
    void aDebitThatFindsNothingIsRememberedAllTheSame() {
        wallet.given(CREATED)
                .when(debit("d", usd("12")))
                .happens(WALLET, debited("d", "0", "0.00", "0", "0"));
        another()
                .given(
                        CREATED,
                        debited("d", "0", "0.00", "0", "0"),
                        toppedUp("a", "25", "0", "25", null))
                .when(debit("d", usd("12")))
                .nothingHappens(WALLET);
    }

    @Test
    void anInvoiceIsPaidOnceHoweverOftenItIsAsked() {
        wallet.given(
                        CREATED,
                        toppedUp("a", "25", "0", "25", null),
                        debited("d", "10", "10.00", "25", "15", part("a", "10")))
                .when(debit("d", usd("10")))
                .nothingHappens(WALLET);
    }

    @Test
    void aDebitOfAnotherInvoiceUnderTheSameIdIsAConflict() {
        wallet.given(CREATED, debited("d", "0", "0.00", "0", "0"))
                .when(
                        new WalletCommand.Debit(
                                WALLET,
                                SCOPE,
                                NOW,
                                transaction("d"),
                                InvoiceId.of(ulid("other")),
                                usd("1")))
                .isRefused(Reason.CONFLICT);
        another()
                .given(CREATED, toppedUp("d", "1", "0", "1", null))
                .when(debit("d", usd("1")))
                .isRefused(Reason.CONFLICT);
    }

    @Test
    void aPartOfACreditPaysOnlyWholeCents() {
        wallet.given(created("3"), toppedUp("a", "1", "0", "1", null, null, null, "3"))
                .when(debit("d", usd("1.00")))
                .happens(
                        WALLET,
                        debited(
                                "d",
                                "0.333333333333334",
                                "1.00",
                                "1",
                                "0.666666666666666",
                                part("a", "0.333333333333334")));
        another()
                .given(CREATED, toppedUp("a", "0.009", "0", "0.009", null, null, null, "0"))
                .when(debit("d", usd("1.00")))
                .happens(WALLET, debited("d", "0", "0.00", "0.009", "0.009"));
    }

    @Test
    void onlyTheWalletsOwnCurrencyIsPaid() {
        wallet.given(CREATED)
                .when(debit("d", Money.zero(CurrencyCode.of("EUR"))))
                .isRefusedFor("currency", "EUR", "USD");
        another().given(CREATED).when(debit("d", usd("-1"))).isRefusedFor("amount");
    }

    // ---- giving back

    @Test
    void theSameCreditsGoBackToWhereTheyWereTakenFrom() {
        List<Object> history = new ArrayList<>(paid());
        wallet.given(history.toArray())
                .when(giveBack("g", "d"))
                .happens(
                        WALLET,
                        givenBack("g", "d", "25", "5", "30", part("a", "20"), part("b", "5")));
    }

    private static List<Object> paid() {
        return List.of(
                CREATED,
                toppedUp("a", "20", "0", "20", null),
                toppedUp("b", "10", "20", "30", null),
                debited("d", "25", "25.00", "30", "5", part("a", "20"), part("b", "5")));
    }

    private static Object[] givenBackAfter(WalletEvent... more) {
        List<Object> history = new ArrayList<>(paid());
        history.addAll(List.of(more));
        return history.toArray();
    }

    @Test
    void whatWasGivenBackCanPayAgain() {
        wallet.given(
                        givenBackAfter(
                                givenBack(
                                        "g",
                                        "d",
                                        "25",
                                        "5",
                                        "30",
                                        part("a", "20"),
                                        part("b", "5"))))
                .when(debit("e", usd("21")))
                .happens(
                        WALLET,
                        debited("e", "21", "21.00", "30", "9", part("a", "20"), part("b", "1")));
    }

    @Test
    void aGivingBackHappensOnce() {
        WalletEvent.GivenBack back =
                givenBack("g", "d", "25", "5", "30", part("a", "20"), part("b", "5"));
        wallet.given(givenBackAfter(back)).when(giveBack("g", "d")).nothingHappens(WALLET);
        another()
                .given(givenBackAfter(back))
                .when(giveBack("h", "d"))
                .isRefused(Reason.INVALID_OPERATION, "given back before");
        another().given(givenBackAfter(back)).when(giveBack("a", "d")).isRefused(Reason.CONFLICT);
    }

    private static WalletCommand.GiveBack giveBack(String id, String debit, String amount) {
        return new WalletCommand.GiveBack(
                WALLET, SCOPE, NOW, transaction(id), transaction(debit), usd(amount), NOTE);
    }

    private static WalletEvent.GivenBack byNote(WalletEvent.GivenBack back) {
        return new WalletEvent.GivenBack(back.walletId(), back.debit(), back.transaction(), NOTE);
    }

    /** 25 were taken: 20 of a, then 5 of b. */
    @Test
    void aPartComesBackToWhatWasTakenLast() {
        WalletEvent.GivenBack seven =
                byNote(givenBack("g", "d", "7", "5", "12", part("b", "5"), part("a", "2")));
        WalletEvent.GivenBack rest = givenBack("h", "d", "18", "12", "30", part("a", "18"));
        wallet.given(givenBackAfter()).when(giveBack("g", "d", "7")).happens(WALLET, seven);
        another().given(givenBackAfter(seven)).when(giveBack("g", "d", "7")).nothingHappens(WALLET);
        another().given(givenBackAfter(seven)).when(giveBack("h", "d")).happens(WALLET, rest);
        another()
                .given(givenBackAfter(seven, rest))
                .when(giveBack("i", "d", "0.01"))
                .isRefused(Reason.INVALID_OPERATION, "given back before");
    }

    @Test
    void noMoreComesBackThanWasTaken() {
        WalletEvent.GivenBack seven =
                byNote(givenBack("g", "d", "7", "5", "12", part("b", "5"), part("a", "2")));
        wallet.given(givenBackAfter())
                .when(giveBack("g", "d", "25.01"))
                .isRefusedFor("amount", "25.00");
        another()
                .given(givenBackAfter(seven))
                .when(giveBack("h", "d", "18.01"))
                .isRefusedFor("amount", "18.00");
        another().given(givenBackAfter()).when(giveBack("g", "d", "0")).isRefusedFor("amount");
    }

    @Test
    void whatWasNotTakenIsNotGivenBack() {
        wallet.given(CREATED, debited("d", "0", "0.00", "0", "0"))
                .when(giveBack("g", "d"))
                .nothingHappens(WALLET);
        another().given(CREATED).when(giveBack("g", "d")).isRefused(Reason.NOT_FOUND, "debit");
        another()
                .given(CREATED, toppedUp("a", "20", "0", "20", null))
                .when(giveBack("g", "a"))
                .isRefused(Reason.NOT_FOUND, "debit");
    }

    // ---- borders

    @Test
    void aWalletOfAnotherScopeIsNotThere() {
        WalletTransactionId t = transaction("t");
        wallet.given(CREATED)
                .when(new WalletCommand.Debit(WALLET, OTHER_SCOPE, NOW, t, INVOICE, usd("1")))
                .isNotFound();
        another()
                .given(CREATED)
                .when(new WalletCommand.GiveBack(WALLET, OTHER_SCOPE, NOW, t, t))
                .isNotFound();
        another()
                .given(CREATED)
                .when(
                        new WalletCommand.TopUp(
                                WALLET,
                                OTHER_SCOPE,
                                NOW,
                                t,
                                decimal("1"),
                                FREE,
                                null,
                                null,
                                null,
                                null,
                                Map.of()))
                .isNotFound();
    }

    @Test
    void aWalletThatWasNeverOpenedIsNotThere() {
        wallet.when(topUp("a", "1", null)).doesNotExist();
        another().when(debit("d", usd("1"))).doesNotExist();
    }

    // ---- how it is used

    private static WalletTerms terms(String least, String most, WalletTerms.BonusSlab... bonus) {
        return new WalletTerms(
                WalletTerms.Kind.PREPAID,
                null,
                null,
                null,
                WalletTerms.Reach.ANYTHING,
                new WalletTerms.TopUpTerms(decimal(least), decimal(most), List.of(bonus)));
    }

    private static WalletDocument used(WalletTerms terms) {
        WalletDocument usual = document("1", "1");
        return new WalletDocument(
                usual.customerId(),
                usual.currency(),
                usual.name(),
                usual.description(),
                usual.conversionRate(),
                usual.topupConversionRate(),
                usual.metadata(),
                terms);
    }

    private static WalletEvent.Created createdAs(WalletTerms terms) {
        return new WalletEvent.Created(WALLET, SCOPE, used(terms));
    }

    @Test
    void aWalletIsUpdatedButKeepsWhatItWasMadeAs() {
        WalletDocument wanted = used(terms("5", "10"));
        var update = new WalletCommand.Update(WALLET, SCOPE, NOW, wanted);
        wallet.given(CREATED).when(update).happens(WALLET, new WalletEvent.Updated(WALLET, wanted));
        another().given(createdAs(terms("5", "10"))).when(update).nothingHappens(WALLET);
        another()
                .given(CREATED)
                .when(new WalletCommand.Update(WALLET, SCOPE, NOW, document("2", "1")))
                .isRefusedFor("conversion_rate", "cannot be changed");
    }

    @Test
    void limitsAndSlabsMustMakeSense() {
        wallet.when(create(SCOPE, used(terms("10", "5")))).isRefusedFor("max_topup_credits");
        another().when(create(SCOPE, used(terms("0", "5")))).isRefusedFor("min_topup_credits");
        another()
                .when(
                        create(
                                SCOPE,
                                used(
                                        terms(
                                                "1",
                                                "5",
                                                new WalletTerms.BonusSlab(
                                                        decimal("1"), null, null)))))
                .isRefusedFor("bonus_slabs", "neither");
    }

    @Test
    void aPurchaseKeepsTheLimits() {
        wallet.given(createdAs(terms("5", "10")))
                .when(topUp("a", "4", null))
                .isRefusedFor("credits_to_add", "at least 5");
        another()
                .given(createdAs(terms("5", "10")))
                .when(topUp("a", "11", null))
                .isRefusedFor("credits_to_add", "at most 10");
    }

    @Test
    void aPromotionalWalletSellsNothing() {
        WalletTerms promotional =
                new WalletTerms(
                        WalletTerms.Kind.PROMOTIONAL,
                        null,
                        null,
                        null,
                        WalletTerms.Reach.ANYTHING,
                        WalletTerms.TopUpTerms.NONE);
        wallet.given(createdAs(promotional))
                .when(topUp("a", "4", null))
                .isRefusedFor("transaction_reason", "promotional");
    }

    // ---- holding

    private static WalletCommand.Hold hold(String credits, Instant until) {
        return new WalletCommand.Hold(
                WALLET, SCOPE, NOW, HOLD, decimal(credits), until, null, null, Map.of());
    }

    private static final HoldId HOLD = HoldId.of(ulid("hold"));

    private static WalletEvent.Held held(String credits) {
        return new WalletEvent.Held(
                WALLET,
                new HoldDocument(
                        HOLD,
                        decimal(credits),
                        usd(credits),
                        TOMORROW,
                        null,
                        null,
                        Map.of(),
                        List.of(part("a", credits))));
    }

    @Test
    void whatIsHeldNothingElseCanTake() {
        WalletEvent.ToppedUp ten = toppedUp("a", "10", "0", "10", null);
        wallet.given(CREATED, ten).when(hold("6", TOMORROW)).happens(WALLET, held("6"));
        another().given(CREATED, ten, held("6")).when(hold("6", TOMORROW)).nothingHappens(WALLET);
        another()
                .given(CREATED, ten, held("6"))
                .when(hold("7", TOMORROW))
                .isRefused(Reason.CONFLICT);
        another()
                .given(CREATED, ten, held("6"))
                .when(debit("d", usd("10")))
                .happens(WALLET, debited("d", "4", "4.00", "10", "6", part("a", "4")));
        another()
                .given(CREATED, ten)
                .when(hold("10.01", TOMORROW))
                .isRefused(Reason.INVALID_OPERATION, "10 credits available");
        another().given(CREATED, ten).when(hold("1", NOW)).isRefusedFor("expires_at");
        another().given(CREATED, ten).when(hold("0", TOMORROW)).isRefusedFor("credits");
    }

    @Test
    void aHoldThatHasTimedOutIsNotCaptured() {
        WalletEvent.ToppedUp ten = toppedUp("a", "10", "0", "10", null);
        wallet.given(CREATED, ten, held("6"))
                .when(
                        new WalletCommand.Capture(
                                WALLET,
                                SCOPE,
                                TOMORROW.plusSeconds(1),
                                HOLD,
                                transaction("c"),
                                null))
                .isRefusedFor("hold_id", "timed out");
        another()
                .given(CREATED, ten, held("6"))
                .when(
                        new WalletCommand.Capture(
                                WALLET, SCOPE, NOW, HOLD, transaction("c"), decimal("7")))
                .isRefusedFor("credits", "at most the 6");
        another()
                .given(CREATED, ten, held("6"))
                .when(
                        new WalletCommand.Release(
                                WALLET, SCOPE, TOMORROW, HOLD, HoldDocument.Status.TIMED_OUT))
                .happens(
                        WALLET,
                        new WalletEvent.HoldReleased(WALLET, HOLD, HoldDocument.Status.TIMED_OUT));
    }

    @Test
    void aClosedWalletTakesNothingMore() {
        var end =
                new WalletCommand.Terminate(
                        WALLET, SCOPE, NOW, transaction("e"), WalletCommand.Leftover.FORFEIT);
        var ended =
                new WalletEvent.Terminated(
                        WALLET,
                        new TransactionDocument(
                                transaction("e"),
                                TransactionDocument.Type.DEBIT,
                                TransactionDocument.Reason.WALLET_TERMINATION,
                                decimal("0"),
                                usd("0.00"),
                                decimal("0"),
                                decimal("0"),
                                null,
                                null,
                                null,
                                null,
                                null,
                                Map.of(),
                                List.of()),
                        usd("0.00"));
        wallet.given(CREATED).when(end).happens(WALLET, ended);
        another().given(CREATED, ended).when(end).nothingHappens(WALLET);
        another()
                .given(CREATED, ended)
                .when(topUp("a", "1", null))
                .isRefused(Reason.INVALID_OPERATION, "closed");
        another()
                .given(CREATED, ended)
                .when(debit("d", usd("1")))
                .isRefused(Reason.INVALID_OPERATION, "closed");
    }
}
