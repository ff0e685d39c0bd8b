-- Coupons and tax rates.

create table view_coupon (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null default 'PUBLISHED',
    name text not null,
    code text collate "C",
    type text collate "C" not null,
    cadence text collate "C" not null,
    currency text collate "C",
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_coupon is 'query-side, processor projection.discounts: coupons; the code is that of those not deleted, in lower case';
create index view_coupon_created_at on view_coupon (tenant, environment, created_at desc, id desc);
create index view_coupon_code on view_coupon (tenant, environment, code);

create table view_tax_rate (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null default 'PUBLISHED',
    name text not null,
    code text collate "C",
    scope text collate "C" not null,
    type text collate "C" not null,
    status text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_tax_rate is 'query-side, processor projection.discounts: tax rates; the code is that of those not deleted';
create index view_tax_rate_created_at on view_tax_rate (tenant, environment, created_at desc, id desc);
create index view_tax_rate_code on view_tax_rate (tenant, environment, code);
