-- Owner: query-side. The line items of all subscriptions, one by one, to be searched. A row of view_subscription holds its
-- lines as a list; the database itself takes them apart in the statement that writes that row, so that the two cannot differ.
create table view_line_item (
    tenant               text collate "C" not null,
    environment          text collate "C" not null,
    id                   text collate "C" not null,
    entity_status        text collate "C" not null,
    subscription_id      text collate "C" not null,
    customer_id          text collate "C" not null,
    price_id             text collate "C" not null,
    meter_id             text collate "C",
    entity_type          text collate "C" not null,
    entity_id            text collate "C" not null,
    addon_association_id text collate "C",
    currency             text collate "C" not null,
    billing_period       text collate "C",
    start_date           timestamptz not null,
    end_date             timestamptz not null,
    document             jsonb not null,
    last_sequence        bigint not null,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    primary key (tenant, environment, id)
);
comment on table view_line_item is 'query-side, kept by view_subscription: what subscriptions are charged for';
create index view_line_item_created_at on view_line_item (tenant, environment, created_at desc, id desc);
create index view_line_item_subscription_id on view_line_item (tenant, environment, subscription_id);
create index view_line_item_price_id on view_line_item (tenant, environment, price_id);
create index view_line_item_meter_id on view_line_item (tenant, environment, meter_id);

create function line_items_of(s view_subscription) returns setof view_line_item language sql stable as $$
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
        coalesce(line ->> 'endDate', s.document -> 'terms' ->> 'endDate', '9999-12-31T23:59:59Z')::timestamptz,
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
    from jsonb_array_elements(s.document -> 'terms' -> 'lineItems') as line
$$;

create function keep_line_items() returns trigger language plpgsql as $$
begin
    delete from view_line_item
    where tenant = new.tenant and environment = new.environment and subscription_id = new.id;
    insert into view_line_item select * from line_items_of(new);
    return null;
end
$$;

create function forget_line_items() returns trigger language plpgsql as $$
begin
    delete from view_line_item;
    return null;
end
$$;

create trigger line_items_of_new after insert on view_subscription
    for each row execute function keep_line_items();
-- A renewal changes no line.
create trigger line_items_of_changed after update on view_subscription
    for each row when (old.document -> 'terms' is distinct from new.document -> 'terms') execute function keep_line_items();
create trigger no_line_items after truncate on view_subscription
    for each statement execute function forget_line_items();

insert into view_line_item select l.* from view_subscription s, line_items_of(s) l;
