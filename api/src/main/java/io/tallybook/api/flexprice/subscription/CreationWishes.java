package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.flexprice.coupon.Redeeming;
import io.tallybook.api.flexprice.creditgrant.NewGrants;
import io.tallybook.api.request.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * What a new subscription is to have beside the prices of its plan.
 *
 * @param overrides of the plan's prices, outside of phases
 * @param commitments what is promised of the plan's lines, through all phases
 * @param lines that hold through all phases
 * @param coupons those of phases included
 * @param grants credits that it is given
 */
record CreationWishes(
        Overrides overrides,
        CommitmentRequest commitments,
        List<LineRequest> lines,
        List<AddonRequest> addons,
        List<PhaseRequest> phases,
        List<Redeeming.Wish> coupons,
        NewGrants grants) {
    private static final int MOST = 500;

    CreationWishes {
        lines = List.copyOf(lines);
        addons = List.copyOf(addons);
        phases = List.copyOf(phases);
        coupons = List.copyOf(coupons);
    }

    /** The caller has to check the fields. */
    static CreationWishes of(Fields in) {
        List<PhaseRequest> phases = PhaseRequest.of(in);
        List<Redeeming.Wish> coupons = new ArrayList<>(Redeeming.of(in));
        for (PhaseRequest phase : phases) {
            phase.coupons().forEach(wish -> coupons.add(wish.within(phase.start(), phase.end())));
        }
        return new CreationWishes(
                Overrides.of(in),
                CommitmentRequest.of(in),
                in.optional("line_items").objects(MOST).stream().map(LineRequest::of).toList(),
                addons(in),
                phases,
                coupons,
                NewGrants.of(in));
    }

    private static List<AddonRequest> addons(Fields in) {
        List<AddonRequest> addons = new ArrayList<>();
        for (Fields one : in.optional("addons").objects(MOST)) {
            one.refuse("since the whole subscription is paid for together", "checkout");
            AddonRequest addon = AddonRequest.of(one);
            // When its first period ends is known only once it has begun.
            if (addon.cadence() == AddonRequest.Cadence.ONETIME) {
                one.complain("cadence", "recurring, when a subscription is made", "onetime");
            }
            addons.add(addon);
        }
        return addons;
    }
}
