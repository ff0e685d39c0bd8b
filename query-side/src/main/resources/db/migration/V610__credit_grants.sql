-- Credit grants: those of plans and addons, and those that give to subscriptions and customers.

create table view_credit_grant (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null default 'PUBLISHED',
    level         text collate "C" not null,
    holder_id     text collate "C" not null,
    customer_id   text collate "C",
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_credit_grant is 'query-side, processor projection.credit-grants: credit grants';
create index view_credit_grant_created_at on view_credit_grant (tenant, environment, created_at desc, id desc);
create index view_credit_grant_holder_id on view_credit_grant (tenant, environment, holder_id);
create index view_credit_grant_customer_id on view_credit_grant (tenant, environment, customer_id);
