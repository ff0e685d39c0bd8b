package io.tallybook.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.ViewKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields that core-api promises for each search, and no others. */
class SearchFieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CUSTOMER     | id, entity_status, external_id, name, email, created_at, updated_at, parent_customer_id, metadata
                    METER        | id, entity_status, name, event_name, aggregation, reset_usage, created_at, updated_at
                    FEATURE      | id, entity_status, name, lookup_key, type, meter_id, group_id, metadata, created_at, updated_at
                    GROUP        | id, entity_status, name, lookup_key, entity_type, created_at, updated_at
                    PLAN         | id, entity_status, name, lookup_key, display_order, metadata, created_at, updated_at
                    PRICE        | id, entity_status, plan_id, meter_id, type, billing_model, currency, lookup_key, created_at, updated_at, owner_type, owner_id, billing_period, group_id, parent_price_id, price_unit_id, starts_at, ends_at
                    PRICE_UNIT   | id, entity_status, name, code, base_currency, created_at, updated_at
                    ADDON        | id, entity_status, name, lookup_key, created_at, updated_at
                    ENTITLEMENT  | id, entity_status, entity_type, entity_id, feature_id, feature_type, access, limit_kind, usage_reset, grant_window, usage_limit, parent_id, display_order, start_date, end_date, created_at, updated_at
                    SUBSCRIPTION | id, entity_status, customer_id, external_customer_id, invoicing_customer_id, parent_subscription_id, type, plan_id, status, billing_period, currency, threshold, lookup_key, start_date, ends_at, current_period_end, cancel_at, created_at, updated_at
                    INVOICE      | id, entity_status, customer_id, subscription_customer_id, subscription_id, status, number, currency, period_start, period_end, finalized_at, reason, due_date, overdue_since, parked_since, payment_status, amount_due, amount_remaining, created_at, updated_at
                    CREDIT_NOTE  | id, entity_status, invoice_id, customer_id, status, number, currency, created_at, updated_at
                    PAYMENT      | id, entity_status, invoice_id, customer_id, status, method, gateway, reference, currency, created_at, updated_at
                    PLAN_SYNC    | id, entity_status, plan_id, status, created_at, updated_at
                    WALLET       | id, entity_status, customer_id, currency, status, kind, price_unit, topup_trigger, created_at, updated_at
                    """)
    void aListIsSearchedByTheFieldsItPromises(ViewKind kind, String fields) {
        assertThat(Views.of(kind).table().searchable())
                .containsExactlyInAnyOrder(fields.split(", "));
    }
}
