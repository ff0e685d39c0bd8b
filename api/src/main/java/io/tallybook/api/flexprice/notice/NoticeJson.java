package io.tallybook.api.flexprice.notice;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.core.notice.NoticeDocument;
import io.tallybook.core.notice.NoticeView;
import tools.jackson.databind.node.ObjectNode;

/** A notice as the contract's webhooks would tell it. */
public final class NoticeJson {
    private NoticeJson() {}

    public static ObjectNode of(NoticeView view) {
        NoticeDocument notice = view.notice();
        return BaseJson.of(view)
                .put("event_type", notice.type().word())
                .put("customer_id", notice.customerId())
                .put("subscription_id", notice.subscriptionId())
                .put("invoice_id", notice.invoiceId())
                .put("payment_id", notice.paymentId())
                .put("told_at", view.toldAt())
                .map("facts", notice.facts())
                .node();
    }
}
