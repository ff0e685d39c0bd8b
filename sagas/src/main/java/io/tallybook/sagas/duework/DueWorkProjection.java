package io.tallybook.sagas.duework;

import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.notice.NoticeEvent;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionPolicy;
import io.tallybook.core.tenancy.SettingEvent;
import io.tallybook.core.tenancy.SettingId;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.sagas.Occurrence;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the table of due work, in the transaction of its own token: each event counts once.
 *
 * <p>It needs the order of the whole store, not only that of each aggregate (an invoice settles
 * what a subscription owed), so its processor has one segment.
 */
@ProcessingGroup(DueWorkProjection.PROCESSOR)
public class DueWorkProjection {
    public static final String PROCESSOR = "process.duework";

    private static final Logger LOG = LoggerFactory.getLogger(DueWorkProjection.class);

    private final DueWork dueWork;
    private final DueNotices notices;
    private final DueWorkMetrics metrics;

    public DueWorkProjection(DueWork dueWork, DueWorkMetrics metrics) {
        this.dueWork = dueWork;
        this.notices = dueWork.notices();
        this.metrics = metrics;
    }

    @EventHandler
    void on(SubscriptionEvent event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        change(DueWorkProcess.react(event, when));
        change(notices.expect(Announcements.react(event, when)));
    }

    @EventHandler
    void on(SettingEvent event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        if (event.settingId().equals(SettingId.of(when.scope(), SubscriptionPolicy.SETTING))) {
            write(changes());
            notices.choose(
                    when.scope(),
                    switch (event) {
                        case SettingEvent.Changed e -> SubscriptionPolicy.of(e.value());
                        case SettingEvent.Cleared _ -> SubscriptionPolicy.USUAL;
                    },
                    when.effectiveAt());
        }
    }

    @EventHandler
    void on(NoticeEvent event) {
        change(List.of(new DueChange.Settle(DueKind.ANNOUNCE, event.noticeId(), 0)));
    }

    @EventHandler
    void on(InvoiceEvent event, EventMessage<?> message) {
        change(DueWorkProcess.react(event, Occurrence.of(message)));
        if (event instanceof InvoiceEvent.Parked parked) {
            LOG.warn("invoice {} waits for an operator: {}", event.invoiceId(), parked.breaches());
            metrics.parked(parked);
        }
    }

    @EventHandler
    void on(PaymentEvent event, EventMessage<?> message) {
        change(DueWorkProcess.react(event, Occurrence.of(message)));
    }

    @EventHandler
    void on(CreditGrantEvent event, EventMessage<?> message) {
        change(GrantsDue.react(event, Occurrence.of(message)));
    }

    @EventHandler
    void on(CreditNoteEvent event) {
        change(DueWorkProcess.react(event));
    }

    @EventHandler
    void on(WalletEvent event, EventMessage<?> message) {
        change(CreditsDue.react(event, Occurrence.of(message)));
    }

    @EventHandler
    void on(PlanSyncEvent event, EventMessage<?> message) {
        change(PlanSyncProcess.react(event, Occurrence.of(message)));
    }

    private void change(List<DueChange> more) {
        changes().addAll(more);
    }

    // What a batch of events changes is written at once, before its token is.
    private List<DueChange> changes() {
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        return root.getOrComputeResource(
                PROCESSOR,
                _ -> {
                    List<DueChange> batch = new ArrayList<>();
                    root.onPrepareCommit(_ -> write(batch));
                    return batch;
                });
    }

    private void write(List<DueChange> batch) {
        dueWork.apply(batch);
        batch.clear();
    }

    @ResetHandler
    void reset() {
        dueWork.clear();
        notices.clear();
    }
}
