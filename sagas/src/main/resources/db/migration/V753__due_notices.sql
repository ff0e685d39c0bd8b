-- Module sagas: how many days before a renewal or an end an environment wants to be told of it.
create table due_notice (
    tenant      text collate "C" not null,
    environment text collate "C" not null,
    occasion    text collate "C" not null,
    days        integer not null,
    primary key (tenant, environment, occasion, days)
);
comment on table due_notice is 'sagas, processor process.duework: how long before something comes it is told of';
