-- owner: command-side (Axon reads and writes it through the schema objects that app configures)
-- Every commercial fact, for ever: rows are added and never changed.
create table domain_event_entry (
    global_index         bigserial primary key,
    aggregate_identifier varchar(255) not null,
    sequence_number      bigint       not null,
    type                 varchar(255),
    event_identifier     varchar(255) not null unique,
    meta_data            bytea,
    payload              bytea        not null,
    payload_revision     varchar(255),
    payload_type         varchar(255) not null, -- the stable name, as subscription.renewed
    time_stamp           varchar(255) not null,
    unique (aggregate_identifier, sequence_number)
);

-- owner: command-side
create table snapshot_event_entry (
    aggregate_identifier varchar(255) not null,
    sequence_number      bigint       not null,
    type                 varchar(255) not null,
    event_identifier     varchar(255) not null unique,
    meta_data            bytea,
    payload              bytea        not null,
    payload_revision     varchar(255),
    payload_type         varchar(255) not null,
    time_stamp           varchar(255) not null,
    primary key (aggregate_identifier, sequence_number)
);

-- owner: command-side; how far each event processor has come
create table token_entry (
    processor_name varchar(255) not null,
    segment        integer      not null,
    token          bytea,
    token_type     varchar(255),
    time_stamp     varchar(255),
    owner          varchar(255),
    primary key (processor_name, segment)
) with (fillfactor = 50);

-- owner: command-side; processes under way
create table saga_entry (
    saga_id         varchar(255) primary key,
    revision        varchar(255),
    saga_type       varchar(255),
    serialized_saga bytea
);

-- owner: command-side; by what an event finds its process
create table association_value_entry (
    id                bigserial primary key,
    association_key   varchar(255),
    association_value varchar(255),
    saga_id           varchar(255),
    saga_type         varchar(255)
);
create index association_value_by_value
    on association_value_entry (saga_type, association_key, association_value);
create index association_value_by_saga on association_value_entry (saga_id, saga_type);

-- owner: command-side; events that a processor could not handle, and those that wait behind them
create table dead_letter_entry (
    dead_letter_identifier varchar(255) primary key,
    processing_group       varchar(255) not null,
    sequence_identifier    varchar(255) not null,
    sequence_index         bigint       not null,
    message_type           varchar(255) not null,
    event_identifier       varchar(255) not null,
    time_stamp             varchar(255) not null,
    payload_type           varchar(255) not null,
    payload_revision       varchar(255),
    payload                bytea        not null,
    meta_data              bytea,
    aggregate_type         varchar(255),
    aggregate_identifier   varchar(255),
    sequence_number        bigint,
    token_type             varchar(255),
    token                  bytea,
    enqueued_at            varchar(255) not null,
    last_touched           varchar(255),
    processing_started     varchar(255),
    cause_type             varchar(255),
    cause_message          varchar(1023),
    diagnostics            bytea,
    unique (processing_group, sequence_identifier, sequence_index)
);
create index dead_letter_by_group on dead_letter_entry (processing_group);
create index dead_letter_by_sequence on dead_letter_entry (processing_group, sequence_identifier);

-- owner: command-side; the event store as an auditor reads it
create view event_log as
select e.global_index,
       e.type                                             as entity_type,
       e.aggregate_identifier                             as entity_id,
       e.sequence_number                                  as sequence,
       e.payload_type                                     as event,
       e.payload_revision                                 as version,
       e.time_stamp::timestamptz                          as recorded_at,
       (m.meta ->> 'effective_at')::timestamptz           as effective_at,
       m.meta ->> 'tenant'                                as tenant,
       m.meta ->> 'environment'                           as environment,
       m.meta ->> 'actor'                                 as actor,
       m.meta ->> 'request_id'                            as request_id,
       m.meta ->> 'command'                               as command,
       m.meta ->> 'cause'                                 as cause,
       convert_from(e.payload, 'UTF8')::jsonb             as payload,
       m.meta                                             as meta_data
from domain_event_entry e
cross join lateral (select convert_from(e.meta_data, 'UTF8')::jsonb as meta) m;
