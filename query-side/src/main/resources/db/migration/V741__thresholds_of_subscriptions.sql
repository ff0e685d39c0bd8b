-- How much open usage may come to before it is invoiced at once; those without wait for the period's end.
alter table view_subscription add column threshold numeric;
create index view_subscription_threshold on view_subscription (tenant, environment, id) where threshold is not null;
