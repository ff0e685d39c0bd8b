package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.UsageNews;
import io.tallybook.ingestion.sink.StoredUsage;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells whose usage was stored, each customer once per batch. */
public final class CustomersHeard implements StoredUsage {
    private final List<UsageNews> listeners;

    public CustomersHeard(List<UsageNews> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void stored(List<UsageFrame> events, Map<Integer, Stretch> stretches) {
        if (events.isEmpty() || listeners.isEmpty()) {
            return;
        }
        Map<Scope, Set<String>> customers = new HashMap<>();
        for (UsageFrame frame : events) {
            var scope =
                    new Scope(new TenantId(frame.tenant()), new EnvironmentId(frame.environment()));
            customers.computeIfAbsent(scope, _ -> new HashSet<>()).add(frame.externalCustomerId());
        }
        customers.forEach(
                (scope, ids) -> listeners.forEach(listener -> listener.stored(scope, ids)));
    }

    @Override
    public void interrupted() {
        listeners.forEach(UsageNews::interrupted);
    }
}
