-- Price units, addons, and what prices gained: owners besides plans, a range in time, versions.

alter table view_price alter column plan_id drop not null;
alter table view_price add column owner_type text collate "C" not null default 'PLAN';
alter table view_price add column owner_id text collate "C";
alter table view_price add column billing_period text collate "C";
alter table view_price add column group_id text collate "C";
alter table view_price add column parent_price_id text collate "C";
alter table view_price add column price_unit_id text collate "C";
alter table view_price add column starts_at timestamptz not null default '0001-01-01T00:00:00Z';
alter table view_price add column ends_at timestamptz not null default '9999-01-01T00:00:00Z';
-- What was folded before says it too.
update view_price set owner_id = plan_id, billing_period = document #>> '{price,billingPeriod}';
create index view_price_owner_id on view_price (tenant, environment, owner_id);
create index view_price_parent_price_id on view_price (tenant, environment, parent_price_id);

create table view_price_unit (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null default 'PUBLISHED',
    name text not null,
    code text collate "C",
    base_currency text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_price_unit is 'query-side, processor projection.catalogue: price units; the code is that of those not deleted';
create index view_price_unit_created_at on view_price_unit (tenant, environment, created_at desc, id desc);
create index view_price_unit_code on view_price_unit (tenant, environment, code);

create table view_addon (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null default 'PUBLISHED',
    name text not null,
    lookup_key text collate "C",
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_addon is 'query-side, processor projection.catalogue: addons; the lookup key is that of those not deleted';
create index view_addon_created_at on view_addon (tenant, environment, created_at desc, id desc);
create index view_addon_lookup_key on view_addon (tenant, environment, lookup_key);
