package io.tallybook.sagas.duework;

import io.tallybook.core.Scope;
import io.tallybook.core.subscription.SubscriptionPolicy;
import io.tallybook.sagas.duework.Announcements.Ahead;
import io.tallybook.sagas.duework.Duty.Occasion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The duties to tell of what comes, as long before as each environment wants to be told. What is
 * owed anyway, renewals and ends, says what comes when that is chosen anew.
 */
final class DueNotices {
    private final DueWork dueWork;
    private final Leads leads;

    DueNotices(DataSource dataSource, DueWork dueWork) {
        this.dueWork = dueWork;
        this.leads = new Leads(dataSource);
    }

    /** What is owed since something comes. */
    List<DueChange> expect(List<Ahead> ahead) {
        return ahead.stream().<DueChange>flatMap(one -> one.told(leads.of(one)).stream()).toList();
    }

    /**
     * Another choice holds for all that comes and was not told of, and for what waits for the end
     * of its grace; of what should have been told by now the nearest is told at once.
     */
    void choose(Scope scope, SubscriptionPolicy policy, Instant at) {
        dueWork.lookAgain(DueKind.END_GRACE, scope, at);
        if (leads.areAs(scope, policy)) {
            return;
        }
        leads.set(scope, policy);
        dueWork.forget(DueKind.ANNOUNCE, scope);
        dueWork.apply(
                known(scope, at).stream()
                        .<DueChange>flatMap(one -> one.toldByNow(leads.of(one)).stream())
                        .toList());
    }

    private List<Ahead> known(Scope scope, Instant at) {
        List<Ahead> ahead = new ArrayList<>();
        for (DueItem item : dueWork.ofKind(DueKind.RENEW, scope)) {
            if (item.duty() instanceof Duty.Renew(var id, var index)) {
                ahead.add(new Ahead(scope, id, Occasion.RENEWAL, index, at, item.dueAt()));
            }
        }
        for (DueItem item : dueWork.ofKind(DueKind.END, scope)) {
            if (item.duty() instanceof Duty.End(var id, var _)) {
                ahead.add(new Ahead(scope, id, Occasion.END, 0, at, item.dueAt()));
            }
        }
        return List.copyOf(ahead);
    }

    void clear() {
        leads.clear();
    }
}
