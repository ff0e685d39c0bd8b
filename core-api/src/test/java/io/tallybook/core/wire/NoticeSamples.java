package io.tallybook.core.wire;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.notice.NoticeDocument;
import io.tallybook.core.notice.NoticeEvent;
import io.tallybook.core.notice.NoticeId;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One sample of every event of notices. */
final class NoticeSamples {
    private static final Instant NOV = Instant.parse("2023-11-01T00:00:00Z");

    private NoticeSamples() {}

    static List<Object> all() {
        return List.of(
                new NoticeEvent.Told(
                        NoticeId.of(ulid("notice")),
                        new Scope(
                                TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment"))),
                        new NoticeDocument(
                                NoticeDocument.Type.PAYMENT_FAILED,
                                CustomerId.of(ulid("customer")),
                                SubscriptionId.of(ulid("subscription")),
                                InvoiceId.of(ulid("invoice")),
                                PaymentId.of(ulid("payment")),
                                Map.of("attempt", "1")),
                        NOV));
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(NOV, name);
    }
}
