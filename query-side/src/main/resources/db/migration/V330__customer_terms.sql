-- owner: query-side
-- Customers of before there were terms, tax ids and erasures.
update view_customer
set document = document
    || '{"terms": {"currency": null, "locale": null, "parent": null, "taxRateOverrides": []}, "personalState": "HELD"}'
    || jsonb_build_object('personal', document -> 'personal' || '{"taxIds": [], "providers": []}')
where not document ? 'terms';

alter table view_customer add column parent_customer_id text collate "C";
create index view_customer_parent on view_customer (tenant, environment, parent_customer_id)
    where parent_customer_id is not null;

-- Names and addresses are sorted and searched by their own index; samples of them in the planner's statistics would
-- outlive an erasure until the next analyze.
alter table view_customer alter column name set statistics 0;
alter table view_customer alter column email set statistics 0;
alter table view_customer alter column document set statistics 0;
