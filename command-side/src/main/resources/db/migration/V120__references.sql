-- owner: command-side
-- How many refer to an entity that must not be deleted while anything does; counted in the
-- transaction of the command that refers, deletes or lets go.
create table reference_count (
    tenant      text not null,
    environment text not null,
    referred    text not null, -- the entity's id
    holders     bigint not null check (holders >= 0),
    retired     boolean not null,
    primary key (tenant, environment, referred)
);
