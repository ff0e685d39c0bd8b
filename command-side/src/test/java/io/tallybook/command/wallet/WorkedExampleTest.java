package io.tallybook.command.wallet;

import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.WALLET;
import static io.tallybook.command.Some.decimal;
import static io.tallybook.command.Some.transaction;
import static io.tallybook.command.Some.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The wallet that docs/wallets.md works through. */
class WorkedExampleTest {
    private static Instant on(String day) {
        return Instant.parse("2026-" + day + "T00:00:00Z");
    }

    private static WalletCommand topUp(
            String id,
            String credits,
            Reason reason,
            @Nullable Instant expiresAt,
            WalletCommand.@Nullable Further further) {
        return new WalletCommand.TopUp(
                WALLET,
                SCOPE,
                on("01-10"),
                transaction(id),
                decimal(credits),
                reason,
                expiresAt,
                null,
                null,
                null,
                Map.of(),
                further);
    }

    @Test
    void itsBalancesAreThoseOfThePage() {
        var hold = WalletHistories.hold(1);
        var bonus = new WalletCommand.Bonus(transaction("bonus"), decimal("1"), null);
        WalletLife life =
                WalletLife.of(
                        List.of(
                                topUp("free", "5", Reason.FREE_CREDIT_GRANT, on("02-10"), null),
                                topUp(
                                        "bought",
                                        "10",
                                        Reason.PURCHASED_CREDIT_DIRECT,
                                        null,
                                        new WalletCommand.Further(null, bonus)),
                                new WalletCommand.Hold(
                                        WALLET,
                                        SCOPE,
                                        on("01-12"),
                                        hold,
                                        decimal("6"),
                                        on("01-15"),
                                        null,
                                        null,
                                        Map.of()),
                                new WalletCommand.Capture(
                                        WALLET,
                                        SCOPE,
                                        on("01-14"),
                                        hold,
                                        transaction("capture"),
                                        decimal("4")),
                                new WalletCommand.Debit(
                                        WALLET,
                                        SCOPE,
                                        on("02-01"),
                                        transaction("debit"),
                                        INVOICE,
                                        usd("8.00")),
                                new WalletCommand.Expire(
                                        WALLET, SCOPE, on("02-10"), transaction("free")),
                                new WalletCommand.GiveBack(
                                        WALLET,
                                        SCOPE,
                                        on("02-20"),
                                        transaction("back"),
                                        transaction("debit"))));
        assertThat(
                        life.steps().stream()
                                .map(
                                        step ->
                                                WalletLife.wallet(step.after())
                                                        .balance()
                                                        .toPlainString()))
                .containsExactly("5", "16", "16", "12", "4", "4", "11");
        assertThat(life.movements().getLast().reason()).isEqualTo(Reason.CREDIT_EXPIRED);
    }
}
