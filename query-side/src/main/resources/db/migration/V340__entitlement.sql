create table view_entitlement (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_type text collate "C" not null,
    entity_id text collate "C" not null,
    feature_id text collate "C" not null,
    feature_type text collate "C" not null,
    access text collate "C" not null,
    limit_kind text collate "C" not null,
    usage_reset text collate "C",
    usage_limit bigint,
    parent_id text collate "C",
    display_order bigint,
    start_date timestamptz,
    end_date timestamptz,
    entity_status text collate "C" not null default 'PUBLISHED',
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_entitlement is 'query-side, processor projection.entitlement: entitlements';
create index view_entitlement_created_at on view_entitlement (tenant, environment, created_at desc, id desc);
create index view_entitlement_entity_id on view_entitlement (tenant, environment, entity_id);
create index view_entitlement_feature_id on view_entitlement (tenant, environment, feature_id);
