package io.tallybook.sagas;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import java.time.Instant;

/** Undoing a debit: the same debit and moment always make the same command. */
public final class GiveBacks {
    private GiveBacks() {}

    /** What of a debit an invoice that does not hold had kept: no more than that. */
    public static WalletCommand.GiveBack of(Scope scope, CreditBurnt credit, Instant at) {
        var all = of(scope, credit.walletId(), credit.transactionId(), at);
        return new WalletCommand.GiveBack(
                all.walletId(), scope, at, all.transactionId(), all.debit(), credit.amount(), null);
    }

    /** All of a debit. */
    public static WalletCommand.GiveBack of(
            Scope scope, WalletId wallet, WalletTransactionId debit, Instant at) {
        var id = WalletTransactionId.of(Ulid.derived(at, "give_back", debit.value()));
        return new WalletCommand.GiveBack(wallet, scope, at, id, debit);
    }
}
