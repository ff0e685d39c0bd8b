create table view_plan_sync (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    plan_id       text collate "C" not null,
    status        text collate "C" not null,
    entity_status text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_plan_sync is 'query-side, processor projection.catalogue: synchronisations of plans with their subscriptions';
create index view_plan_sync_created_at on view_plan_sync (tenant, environment, created_at desc, id desc);
create index view_plan_sync_plan_id on view_plan_sync (tenant, environment, plan_id);
