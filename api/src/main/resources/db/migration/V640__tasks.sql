-- Owner: api (io.tallybook.api.flexprice.task).
-- Jobs: files of usage events that are imported. Times are those of the environment's clock, except for held_until.
create table task (
    id                 text        primary key,
    tenant             text        not null,
    environment        text        not null,
    file_type          text        not null,
    file_name          text,
    file_url           text,
    -- As it came, a JSON object; in it how the file is to be read.
    metadata           text        not null,
    task_status        text        not null,
    created_at         timestamptz not null,
    created_by         text        not null,
    updated_at         timestamptz not null,
    updated_by         text        not null,
    started_at         timestamptz,
    completed_at       timestamptz,
    failed_at          timestamptz,
    total_records      bigint,
    processed_records  bigint      not null default 0,
    successful_records bigint      not null default 0,
    failed_records     bigint      not null default 0,
    error_summary      text,
    -- Whether task_file has the whole of the file.
    file_complete      boolean     not null default false,
    -- Who works on it, and until when it may be taken to be alive, by the clock of this database.
    runner             text,
    held_until         timestamptz
);
create index task_of_environment on task (tenant, environment, created_at desc, id desc);
create index task_open on task (created_at) where task_status in ('PENDING', 'PROCESSING');

-- Owner: api (io.tallybook.api.flexprice.task). The file of a task in parts, until the task is completed.
create table task_file (
    task  text    not null,
    part  integer not null,
    bytes bytea   not null,
    primary key (task, part)
);
