-- Owner: query-side. What somebody was told of subscriptions and their payments.
create table view_notice (
    tenant          text collate "C" not null,
    environment     text collate "C" not null,
    id              text collate "C" not null,
    entity_status   text collate "C" not null,
    type            text collate "C" not null,
    customer_id     text collate "C" not null,
    subscription_id text collate "C",
    invoice_id      text collate "C",
    payment_id      text collate "C",
    document        jsonb not null,
    last_sequence   bigint not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_notice is 'query-side, processor projection.alert: what was told of subscriptions and payments';
create index view_notice_created_at on view_notice (tenant, environment, created_at desc, id desc);
create index view_notice_customer_id on view_notice (tenant, environment, customer_id);
create index view_notice_subscription_id on view_notice (tenant, environment, subscription_id);
