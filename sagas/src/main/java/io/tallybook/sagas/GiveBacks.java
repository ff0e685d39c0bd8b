package io.tallybook.sagas;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import java.time.Instant;

/** Undoing a debit: the same debit and moment always make the same command. */
public final class GiveBacks {
    private GiveBacks() {}

    public static WalletCommand.GiveBack of(
            Scope scope, WalletId wallet, WalletTransactionId debit, Instant at) {
        var id = WalletTransactionId.of(Ulid.derived(at, "give_back", debit.value()));
        return new WalletCommand.GiveBack(wallet, scope, at, id, debit);
    }
}
