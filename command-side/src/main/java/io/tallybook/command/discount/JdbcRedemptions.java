package io.tallybook.command.discount;

import io.tallybook.core.Scope;
import io.tallybook.core.discount.CouponId;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Redemptions counted in one row of Postgres for each coupon, whose lock puts them in order. */
public final class JdbcRedemptions implements Redemptions {
    private final JdbcClient jdbc;

    public JdbcRedemptions(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    @Override
    public boolean take(Scope scope, CouponId coupon, @Nullable Integer max) {
        return jdbc.sql(
                                """
                                insert into coupon_redemption as r
                                    (tenant, environment, coupon, redeemed) values (?, ?, ?, 1)
                                on conflict (tenant, environment, coupon)
                                    do update set redeemed = r.redeemed + 1
                                        where r.redeemed < ?
                                """)
                        .params(
                                scope.tenant().value(),
                                scope.environment().value(),
                                coupon.value(),
                                max == null ? Long.MAX_VALUE : max.longValue())
                        .update()
                == 1;
    }

    @Override
    public void giveBack(Scope scope, CouponId coupon) {
        jdbc.sql(
                        """
                        update coupon_redemption set redeemed = redeemed - 1
                        where tenant = ? and environment = ? and coupon = ? and redeemed > 0
                        """)
                .params(scope.tenant().value(), scope.environment().value(), coupon.value())
                .update();
    }
}
