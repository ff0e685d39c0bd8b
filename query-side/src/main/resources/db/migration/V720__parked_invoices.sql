-- owner: query-side
-- Since when an invoice waits for an operator, which few ever do; and until when its lines serve: the safety bounds of
-- the next invoice look at those alone that may overlap with it.
alter table view_invoice add column parked_since timestamptz;
create index view_invoice_parked on view_invoice (tenant, environment, parked_since) where parked_since is not null;
alter table view_invoice add column serves_until timestamptz;
update view_invoice set serves_until = (
    select max((e->'input'->'servicePeriod'->>'end')::timestamptz) from jsonb_array_elements(document->'lines') e);
