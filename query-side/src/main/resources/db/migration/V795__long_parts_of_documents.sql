-- Owner: query-side. What is long of invoices and subscriptions, and seldom changes, leaves their documents for columns
-- of its own: a row that changes without it (an invoice is paid, a period begins) does not write it again. They are kept
-- as they were written: taken apart and put together again, which jsonb is, thousands of lines take seconds.
alter table view_invoice add column lines json, add column settlements json, add column line_count bigint;
update view_invoice set
    lines = document -> 'lines', settlements = document -> 'settlements',
    line_count = jsonb_array_length(document -> 'lines'),
    document = document - 'lines' - 'settlements';
alter table view_invoice alter column lines set not null, alter column settlements set not null,
    alter column line_count set not null;

drop trigger line_items_of_changed on view_subscription;
alter table view_subscription add column terms json, add column line_count bigint;
update view_subscription set
    terms = document -> 'terms', line_count = jsonb_array_length(document #> '{terms,lineItems}'), document = document - 'terms';
alter table view_subscription alter column terms set not null, alter column line_count set not null;

create or replace function line_items_of(s view_subscription) returns setof view_line_item language sql stable as $$
    -- Read once, not once for each line.
    with agreed as materialized (
        select terms ->> 'endDate' as end_date, terms -> 'lineItems' as lines
        from (select s.terms::jsonb as terms offset 0) whole)
    select
        s.tenant,
        s.environment,
        line ->> 'id',
        s.entity_status,
        s.id,
        s.customer_id,
        line ->> 'priceId',
        line -> 'meter' ->> 'meterId',
        case
            when line ->> 'addon' is not null then 'ADDON'
            when line -> 'price' -> 'range' ->> 'subscriptionId' is not null then 'SUBSCRIPTION'
            else 'PLAN'
        end,
        coalesce(
            line -> 'price' -> 'range' ->> 'addonId',
            line -> 'price' -> 'range' ->> 'subscriptionId',
            line -> 'price' ->> 'planId',
            s.plan_id),
        line ->> 'addon',
        s.currency,
        line -> 'price' ->> 'billingPeriod',
        coalesce((line ->> 'startDate')::timestamptz, s.start_date),
        coalesce(line ->> 'endDate', agreed.end_date, '9999-12-31T23:59:59Z')::timestamptz,
        jsonb_build_object(
            'id', line -> 'id',
            'scope', s.document -> 'scope',
            'subscriptionId', to_jsonb(s.id),
            'customerId', to_jsonb(s.customer_id),
            'item', line,
            'stamp', s.document -> 'stamp'),
        s.last_sequence,
        coalesce((line ->> 'agreedAt')::timestamptz, s.created_at),
        s.updated_at
    from agreed, jsonb_array_elements(agreed.lines) as line
$$;

-- A renewal changes no line.
create trigger line_items_of_changed after update on view_subscription
    for each row when (old.terms::text is distinct from new.terms::text) execute function keep_line_items();
