-- owner: query-side
-- When a subscription ends or ended by a cancellation; one that nobody has cancelled has none.
alter table view_subscription add column cancel_at timestamptz;
update view_subscription set cancel_at = (document->>'cancelAt')::timestamptz where document->>'cancelAt' is not null;
