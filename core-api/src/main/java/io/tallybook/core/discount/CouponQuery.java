package io.tallybook.core.discount;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about coupons. */
public sealed interface CouponQuery {
    /** One by its id; answered with an optional {@link CouponView}. */
    record ById(Scope scope, CouponId id) implements CouponQuery {}

    /**
     * The one that holds a code, in whatever case, which a deleted one does not; answered with an
     * optional {@link CouponView}.
     */
    record ByCode(Scope scope, String code) implements CouponQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, name, code (in lower case), type, cadence, currency,
     * created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements CouponQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<CouponView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
