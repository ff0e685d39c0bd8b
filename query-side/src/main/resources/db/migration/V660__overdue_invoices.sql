-- owner: query-side
-- Since when an invoice is overdue; what was due before nobody said so is found by its due date.
alter table view_invoice add column overdue_since timestamptz;
create index view_invoice_overdue on view_invoice (tenant, environment, overdue_since) where overdue_since is not null;
