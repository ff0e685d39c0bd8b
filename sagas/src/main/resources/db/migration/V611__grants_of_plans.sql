-- Owner: sagas, process.grants. The credit grants that a subscription took over from the plan that it has now.
create table grant_of_plan (
    subscription_id text collate "C" not null,
    grant_id        text collate "C" not null,
    primary key (subscription_id, grant_id)
);
