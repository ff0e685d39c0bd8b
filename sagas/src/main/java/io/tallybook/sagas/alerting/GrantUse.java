package io.tallybook.sagas.alerting;

import io.tallybook.core.Scope;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertLevel;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSubject;
import io.tallybook.core.alert.AlertThreshold;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.domain.entitlement.Allowance;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.sagas.Replies;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** Looks how much of its quotas a customer has used. */
final class GrantUse {
    private static final BigDecimal ALL = new BigDecimal("100");
    private static final int PERCENT_PLACES = 2;

    private static final AlertConfig EXHAUSTED =
            new AlertConfig(
                    AlertConfig.Mode.ON,
                    null,
                    List.of(
                            new AlertThreshold(
                                    "exhausted",
                                    AlertLevel.CRITICAL,
                                    AlertThreshold.Condition.ABOVE,
                                    ALL,
                                    null)));

    private final QueryGateway queries;

    GrantUse(QueryGateway queries) {
        this.queries = queries;
    }

    /** What is watched of the grants of a customer. */
    List<Observation> seen(
            Scope scope,
            CustomerId customer,
            List<Watch> watches,
            Instant at,
            Freshness freshness) {
        List<Observation> seen = new ArrayList<>();
        for (Watch watch : watches) {
            if (watch.settings().entityType() == EntityType.ENTITLEMENT_GRANT) {
                uses(scope, customer, watch, at, freshness)
                        .forEach(use -> seen.addAll(of(watch, customer, use)));
            }
        }
        return seen;
    }

    private List<EntitlementQuery.Use> uses(
            Scope scope, CustomerId customer, Watch watch, Instant at, Freshness freshness) {
        EntitlementId id = new EntitlementId(watch.settings().entityId());
        String parent = watch.settings().parentId();
        return Replies.of(
                        queries.query(
                                new EntitlementQuery.UseOf(scope, customer, id, at, freshness),
                                ResponseTypes.instanceOf(EntitlementQuery.Uses.class)))
                .items()
                .stream()
                .filter(use -> parent == null || parent.equals(use.subscription().value()))
                .toList();
    }

    private static List<Observation> of(
            Watch watch, CustomerId customer, EntitlementQuery.Use use) {
        BigDecimal percent =
                Allowance.usedShare(Limit.upTo(use.limit()), use.used())
                        .map(share -> share.multiply(ALL))
                        .orElse(ALL)
                        .setScale(PERCENT_PLACES, RoundingMode.FLOOR)
                        .stripTrailingZeros();
        return List.of(
                new Observation(
                        subject(
                                watch,
                                customer,
                                use,
                                AlertSubject.Type.ENTITLEMENT_GRANT_THRESHOLD),
                        watch.config(),
                        percent),
                new Observation(
                        subject(
                                watch,
                                customer,
                                use,
                                AlertSubject.Type.ENTITLEMENT_GRANT_EXHAUSTED),
                        EXHAUSTED,
                        percent));
    }

    private static AlertSubject subject(
            Watch watch, CustomerId customer, EntitlementQuery.Use use, AlertSubject.Type type) {
        return new AlertSubject(
                watch.id(),
                type,
                EntityType.ENTITLEMENT_GRANT,
                watch.settings().entityId(),
                EntityType.SUBSCRIPTION,
                use.subscription().value(),
                customer);
    }
}
