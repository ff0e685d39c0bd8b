-- owner: query-side
-- Customers are looked for by name as often as by email.
create index view_customer_name on view_customer (tenant, environment, name);
