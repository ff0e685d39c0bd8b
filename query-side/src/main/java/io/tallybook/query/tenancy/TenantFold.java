package io.tallybook.query.tenancy;

import io.tallybook.core.tenancy.TenantEvent;
import io.tallybook.core.tenancy.TenantView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a tenant. */
public final class TenantFold implements Fold<TenantView, TenantEvent> {
    @Override
    public TenantView on(@Nullable TenantView current, TenantEvent event, Recorded info) {
        return switch (event) {
            case TenantEvent.Created e ->
                    new TenantView(e.tenantId(), e.scope(), e.tenant(), info.firstStamp());
            case TenantEvent.Updated e -> {
                TenantView before = Fold.begun(current, event);
                yield new TenantView(
                        before.id(), before.scope(), e.tenant(), info.stampAfter(before.stamp()));
            }
        };
    }
}
