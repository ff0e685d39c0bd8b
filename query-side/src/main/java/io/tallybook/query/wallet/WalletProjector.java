package io.tallybook.query.wallet;

import io.tallybook.core.ViewKind;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.ViewTable;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;

/** Keeps the wallets' view and their movements. */
@ProcessingGroup(WalletProjector.PROCESSOR)
public final class WalletProjector {
    public static final String PROCESSOR = "projection.wallet";

    /** Where wallets are kept. */
    public static final ViewTable<WalletView> TABLE = WalletRows.WALLETS;

    private final Projection<WalletLedger, WalletEvent> projection;

    public WalletProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.WALLET, new WalletFold(), new WalletRows(room.tables()), room);
    }

    @EventHandler
    void on(WalletEvent event, DomainEventMessage<?> message) {
        projection.collect(event.walletId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
