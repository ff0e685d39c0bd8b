-- owner: query-side
-- Customers are sorted by their last change as often as by their making.
create index view_customer_updated_at on view_customer (tenant, environment, updated_at, id);
