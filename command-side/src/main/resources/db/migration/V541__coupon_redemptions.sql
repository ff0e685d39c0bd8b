-- owner: command-side
-- How often a coupon was given, counted in the transaction of the command that gives it.
create table coupon_redemption (
    tenant      text not null,
    environment text not null,
    coupon      text not null,
    redeemed    bigint not null check (redeemed >= 0),
    primary key (tenant, environment, coupon)
);
