-- owner: query-side
-- How long a period of a subscription is, and when it ends, as far as is known: what goes on ends in the year 9999.
alter table view_subscription add column billing_period text collate "C";
alter table view_subscription add column ends_at timestamptz;
update view_subscription set
    billing_period = document #>> '{terms,billingPeriod}',
    ends_at = coalesce(
        least((document ->> 'cancelAt')::timestamptz, (document #>> '{terms,endDate}')::timestamptz),
        '9999-12-31T00:00:00Z');
alter table view_subscription alter column billing_period set not null;
alter table view_subscription alter column ends_at set not null;
