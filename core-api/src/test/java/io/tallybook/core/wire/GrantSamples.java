package io.tallybook.core.wire;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Expiry;
import io.tallybook.core.creditgrant.CreditGrantDocument.Grantee;
import io.tallybook.core.creditgrant.CreditGrantDocument.Recurrence;
import io.tallybook.core.creditgrant.CreditGrantDocument.Rollover;
import io.tallybook.core.creditgrant.CreditGrantDocument.Target;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditgrant.CreditGrantEvent.Next;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.GrantApplication;
import io.tallybook.core.creditgrant.GrantApplicationId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.Carry;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One example of every event about credits that are given or bought by themselves. */
final class GrantSamples {
    private static final Instant NOV = Instant.parse("2023-11-15T12:34:56.789012Z");
    private static final Instant DEC = Instant.parse("2023-12-15T00:00:00Z");
    private static final Instant JAN = Instant.parse("2024-01-15T00:00:00Z");
    private static final Instant FEB = Instant.parse("2024-02-15T00:00:00Z");
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));
    private static final CreditGrantId GRANT = CreditGrantId.of(ulid("credit grant"));
    private static final WalletId WALLET = WalletId.of(ulid("wallet"));
    private static final WalletTransactionId CREDIT = WalletTransactionId.of(ulid("given"));
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    private GrantSamples() {}

    static List<Object> all() {
        return List.of(
                new CreditGrantEvent.Created(
                        GRANT, SCOPE, grant(), next(0, NOV, DEC, "38.70967742")),
                new CreditGrantEvent.Updated(
                        GRANT,
                        grant().described("Monthly credits", Map.of("source", "edit"), JAN),
                        next(1, DEC, JAN, "100")),
                new CreditGrantEvent.Applied(GRANT, application(), next(1, DEC, JAN, "100")),
                new CreditGrantEvent.Skipped(
                        GRANT, 1, DEC, CreditGrantCommand.Standing.PAUSED, next(2, JAN, FEB, "1")),
                new CreditGrantEvent.ApplicationFailed(GRANT, 0, CREDIT, "the wallet is closed"),
                new CreditGrantEvent.Ended(GRANT, JAN, CreditGrantEvent.Because.SUBSCRIPTION_ENDED),
                new WalletEvent.CarriedOver(WALLET, CREDIT, new BigDecimal("20"), JAN),
                new WalletEvent.TopUpTriggered(
                        WALLET,
                        CREDIT,
                        AutoTopUp.Trigger.THRESHOLD,
                        3,
                        DEC,
                        new BigDecimal("50"),
                        new BigDecimal("4.5"),
                        JAN,
                        new WalletEvent.Rest(3, JAN)),
                new WalletEvent.TopUpPassed(WALLET, 2, DEC, "the target is reached", JAN),
                new WalletEvent.TopUpRestBegun(WALLET, new WalletEvent.Rest(3, JAN), JAN),
                new WalletEvent.TopUpRestEnded(WALLET, 3, JAN),
                new WalletEvent.TopUpsHalted(WALLET, CREDIT, "card declined"));
    }

    private static CreditGrantDocument grant() {
        return new CreditGrantDocument(
                "Included credits",
                Target.of(PlanId.of(ulid("plan")))
                        .takenOver(
                                CreditGrantId.of(ulid("plan's grant")),
                                SubscriptionId.of(ulid("subscription")),
                                null),
                new BigDecimal("100"),
                new Recurrence(PeriodUnit.MONTHLY, 1),
                new Expiry(Expiry.Type.DURATION, 30, Expiry.Unit.DAY),
                new Rollover(new BigDecimal("20")),
                1,
                new BigDecimal("0.5"),
                BigDecimal.ONE,
                NOV,
                null,
                Map.of("source", "import"),
                new Grantee(
                        CustomerId.of(ulid("customer")),
                        USD,
                        "Europe/Berlin",
                        DEC,
                        ProrationBehavior.CREATE_PRORATIONS));
    }

    private static GrantApplication application() {
        return new GrantApplication(
                GrantApplicationId.of(ulid("application")),
                GRANT,
                0,
                NOV,
                DEC,
                new BigDecimal("38.70967742"),
                CustomerId.of(ulid("customer")),
                SubscriptionId.of(ulid("subscription")),
                WALLET,
                new WalletDocument(
                        CustomerId.of(ulid("customer")),
                        USD,
                        "Granted credits",
                        null,
                        new BigDecimal("0.5"),
                        BigDecimal.ONE,
                        Map.of()),
                CREDIT,
                DEC,
                new Carry(new BigDecimal("20"), JAN),
                1,
                "Included credits");
    }

    private static Next next(int index, Instant at, Instant end, String credits) {
        return new Next(index, at, end, new BigDecimal(credits));
    }

    private static Ulid ulid(String what) {
        return Ulid.derived(NOV, what);
    }
}
