package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.FeatureCommand;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.catalogue.MeterCommand;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PriceEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may be done about a plan that comes with its prices and with what counts for them. */
final class PricedPlanDecider {
    private static final String CHARGES = "charges";
    private static final int CHARGES_MAX = 1_000;

    private PricedPlanDecider() {}

    /** Errors: those of the plan first, then of each meter and each price in their order. */
    static Decision<PlanEvent.Created> create(PlanState state, PlanCommand.CreatePriced c) {
        Decision<PlanEvent.Created> plan = PlanDecider.create(state, bare(c));
        return plan instanceof Decision.Accepted<PlanEvent.Created>
                ? broken(c).<Decision<PlanEvent.Created>>map(Decision::refused).orElse(plan)
                : plan;
    }

    /** The decision, as long as each key can be had and no price unit is deleted. */
    static Decision<PlanEvent.Created> secured(
            Decision<PlanEvent.Created> decision,
            PlanCommand.CreatePriced c,
            Uniqueness uniqueness,
            References references) {
        return PriceBatchDecider.secured(
                uniqueness.secure(decision, PlanDecider.unique(bare(c))),
                prices(c),
                CHARGES,
                uniqueness,
                references);
    }

    static List<MeterEvent.Created> meters(PlanCommand.CreatePriced c) {
        return c.counted().stream()
                .map(
                        one ->
                                new MeterEvent.Created(
                                        one.definition().meterId(),
                                        c.scope(),
                                        one.name(),
                                        one.definition(),
                                        one.resetUsage()))
                .toList();
    }

    static List<FeatureEvent.Created> features(PlanCommand.CreatePriced c) {
        return c.counted().stream()
                .map(one -> new FeatureEvent.Created(one.featureId(), c.scope(), document(one)))
                .toList();
    }

    static List<PriceEvent.Created> prices(PlanCommand.CreatePriced c) {
        return c.prices().stream()
                .map(item -> new PriceEvent.Created(item.priceId(), c.scope(), item.price()))
                .toList();
    }

    private static PlanCommand.Create bare(PlanCommand.CreatePriced c) {
        return new PlanCommand.Create(c.planId(), c.scope(), c.at(), c.plan());
    }

    private static FeatureDocument document(PlanCommand.Counted one) {
        return new FeatureDocument(
                one.name(),
                FeatureType.METERED,
                null,
                null,
                one.definition().meterId(),
                null,
                null,
                Map.of());
    }

    private static Optional<Rejection> broken(PlanCommand.CreatePriced c) {
        Rules rules =
                Rules.begin()
                        .that(
                                !c.prices().isEmpty() && c.prices().size() <= CHARGES_MAX,
                                CHARGES,
                                c.prices().size() + " charges",
                                "1 to " + CHARGES_MAX);
        for (PlanCommand.Counted one : c.counted()) {
            rules = rules.and(broken(c, one));
        }
        for (int i = 0; i < c.prices().size(); i++) {
            String owner = String.valueOf(c.prices().get(i).price().ownerId());
            rules =
                    rules.that(
                            owner.equals(c.planId().value()),
                            CHARGES + "[" + i + "].entity_id",
                            owner,
                            "the plan that is made, " + c.planId());
        }
        return rules.and(PriceBatchDecider.broken(c.prices(), CHARGES)).broken();
    }

    private static Optional<Rejection> broken(PlanCommand.CreatePriced c, PlanCommand.Counted one) {
        var meter =
                new MeterCommand.Create(
                        one.definition().meterId(),
                        c.scope(),
                        c.at(),
                        one.name(),
                        one.definition(),
                        one.resetUsage());
        var feature = new FeatureCommand.Create(one.featureId(), c.scope(), c.at(), document(one));
        return refusal(MeterDecider.create(new MeterState.Absent(), meter))
                .or(() -> refusal(FeatureDecider.create(new FeatureState.Absent(), feature)));
    }

    private static Optional<Rejection> refusal(Decision<?> decision) {
        return decision instanceof Decision.Refused<?>(var rejection)
                ? Optional.of(rejection)
                : Optional.empty();
    }
}
