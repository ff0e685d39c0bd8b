-- owner: query-side
-- The subscription that an inherited one belongs to; no other has one.
alter table view_subscription add column parent_subscription_id text collate "C";
create index view_subscription_parent on view_subscription (tenant, environment, parent_subscription_id) where parent_subscription_id is not null;
