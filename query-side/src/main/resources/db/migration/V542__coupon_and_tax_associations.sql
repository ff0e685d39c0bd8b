-- Who holds which coupon, and who bears which tax.

create table view_coupon_association (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null default 'PUBLISHED',
    coupon_id text collate "C" not null,
    subscription_id text collate "C" not null,
    start_date timestamptz not null,
    end_date timestamptz not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_coupon_association is 'query-side, processor projection.discounts: coupons that subscriptions hold';
create index view_coupon_association_created_at on view_coupon_association (tenant, environment, created_at desc, id desc);
create index view_coupon_association_subscription_id on view_coupon_association (tenant, environment, subscription_id);
create index view_coupon_association_coupon_id on view_coupon_association (tenant, environment, coupon_id);

create table view_tax_association (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null default 'PUBLISHED',
    tax_rate_id text collate "C" not null,
    entity_type text collate "C" not null,
    entity_id text collate "C" not null,
    priority bigint not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_tax_association is 'query-side, processor projection.discounts: who bears which tax';
create index view_tax_association_created_at on view_tax_association (tenant, environment, created_at desc, id desc);
create index view_tax_association_entity_id on view_tax_association (tenant, environment, entity_id);
