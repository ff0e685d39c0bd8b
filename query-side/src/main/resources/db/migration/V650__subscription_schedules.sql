-- Owner: query-side. What is to happen to subscriptions, one by one, to be searched. A row of view_subscription holds its
-- schedules as a list; the database itself takes them apart in the statement that writes that row, so that the two cannot differ.
create table view_subscription_schedule (
    tenant          text collate "C" not null,
    environment     text collate "C" not null,
    id              text collate "C" not null,
    entity_status   text collate "C" not null,
    subscription_id text collate "C" not null,
    status          text collate "C" not null,
    due_at          timestamptz not null,
    document        jsonb not null,
    last_sequence   bigint not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    primary key (tenant, environment, id)
);
comment on table view_subscription_schedule is 'query-side, kept by view_subscription: changes of plan and ends to come';
create index view_subscription_schedule_created_at on view_subscription_schedule (tenant, environment, created_at desc, id desc);
create index view_subscription_schedule_subscription_id on view_subscription_schedule (tenant, environment, subscription_id);

create function keep_subscription_schedules() returns trigger language plpgsql as $$
begin
    delete from view_subscription_schedule
    where tenant = new.tenant and environment = new.environment and subscription_id = new.id;
    insert into view_subscription_schedule
    select
        new.tenant,
        new.environment,
        schedule ->> 'id',
        new.entity_status,
        new.id,
        schedule ->> 'status',
        (schedule ->> 'dueAt')::timestamptz,
        jsonb_build_object(
            'id', schedule -> 'id',
            'scope', new.document -> 'scope',
            'subscriptionId', to_jsonb(new.id),
            'schedule', schedule,
            'stamp', new.document -> 'stamp'),
        new.last_sequence,
        (schedule ->> 'agreedAt')::timestamptz,
        new.updated_at
    from jsonb_array_elements(new.document -> 'agenda' -> 'schedules') as schedule;
    return null;
end
$$;

create function forget_subscription_schedules() returns trigger language plpgsql as $$
begin
    delete from view_subscription_schedule;
    return null;
end
$$;

create trigger schedules_of_new after insert on view_subscription
    for each row when (new.document -> 'agenda' -> 'schedules' is not null) execute function keep_subscription_schedules();
create trigger schedules_of_changed after update on view_subscription
    for each row when (old.document -> 'agenda' is distinct from new.document -> 'agenda')
    execute function keep_subscription_schedules();
create trigger no_schedules after truncate on view_subscription
    for each statement execute function forget_subscription_schedules();
