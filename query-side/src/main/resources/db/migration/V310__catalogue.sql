-- What the lists of the catalogue are searched and ordered by.

alter table view_meter add column aggregation text collate "C" not null default 'COUNT';
alter table view_meter add column reset_usage text collate "C" not null default 'BILLING_PERIOD';
update view_meter set aggregation = document -> 'definition' ->> 'aggregation', reset_usage = document ->> 'resetUsage';

alter table view_feature add column group_id text collate "C";
alter table view_feature add column metadata jsonb not null default '{}';
update view_feature set metadata = document -> 'feature' -> 'metadata';
create index view_feature_group_id on view_feature (tenant, environment, group_id);

alter table view_plan add column display_order bigint;
alter table view_plan add column metadata jsonb not null default '{}';
update view_plan set display_order = (document -> 'plan' ->> 'displayOrder')::bigint, metadata = document -> 'plan' -> 'metadata';

create table view_group (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    name text not null,
    lookup_key text collate "C" not null,
    entity_type text collate "C" not null,
    entity_status text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_group is 'query-side, processor projection.catalogue: groups of prices and of features';
create index view_group_created_at on view_group (tenant, environment, created_at, id);
create index view_group_lookup_key on view_group (tenant, environment, lookup_key);
