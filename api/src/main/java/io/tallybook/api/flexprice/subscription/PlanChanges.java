package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Answer;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.AgreedPlan;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.ScheduleId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * The routes by which a subscription goes over to another plan, and what that would cost.
 *
 * <p>It stays the same subscription, with its periods, its addons and the lines that are its own;
 * the lines of the plan end and those of the other plan begin, at once or when the open period
 * ends. By another billing period or cycle it cannot stay the same: see {@link Successions}.
 */
@RestController
@RequestMapping("/v1/subscriptions/{id}/change")
public final class PlanChanges {
    private static final Choice<Settling> PRORATION =
            Choice.of(Map.of("create_prorations", Settling.AT_ONCE, "none", Settling.NONE));
    private static final Choice<When> WHEN =
            Choice.of(When.class, when -> when.name().toLowerCase(Locale.ROOT));
    private static final Choice<PeriodUnit> PERIODS = Choice.of(PeriodUnit.class);
    private static final Choice<BillingCycle> CYCLES =
            Choice.of(BillingCycle.class, cycle -> cycle.name().toLowerCase(Locale.ROOT));
    private static final Choice<AgreedPlan.Addons> ADDONS =
            Choice.of(AgreedPlan.Addons.class, how -> how.name().toLowerCase(Locale.ROOT));

    private final Dispatch dispatch;
    private final Directory directory;
    private final Changes changes;
    private final AgreedPrices prices;
    private final Successions successions;

    public PlanChanges(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.changes = new Changes(dispatch, directory);
        this.prices = new AgreedPrices(directory, new OwnPrices(dispatch, directory));
        this.successions = new Successions(dispatch, directory, prices);
    }

    /** From when on. */
    enum When {
        IMMEDIATE,
        END_OF_PERIOD
    }

    /** Another plan that is wished for. */
    record Wish(
            String plan,
            Settling settling,
            When when,
            AgreedPlan.Addons addons,
            Map<String, AgreedPlan.Addons> apart,
            Map<String, String> metadata,
            @Nullable PeriodUnit period,
            int count,
            @Nullable BillingCycle cycle) {
        /** Whether a subscription by these terms cannot stay the same with it. */
        boolean isByAnotherPeriod(SubscriptionTerms terms) {
            return (period != null
                            && (period != terms.billingPeriod()
                                    || count != terms.billingPeriodCount()))
                    || (cycle != null && cycle != terms.billingCycle());
        }
    }

    /** A subscription, its plan and the one that it is to go over to. */
    record Asked(SubscriptionView view, PlanView from, PlanView to, Instant now) {}

    /**
     * Two plans, and what lies between them.
     *
     * @param schedule of a change that is still to happen
     */
    record Going(
            PlanView from,
            PlanView to,
            Changes.Outcome outcome,
            Map<String, String> words,
            AgreedPlan change,
            Instant effective,
            @Nullable ScheduleId schedule) {}

    @PostMapping("/preview")
    Mono<ResponseEntity<byte[]>> preview(Call call, @PathVariable("id") String id, Body body) {
        Wish wish = first(body);
        return asked(call, id, wish)
                .flatMap(
                        asked ->
                                wish.isByAnotherPeriod(asked.view().terms())
                                        ? successions
                                                .preview(call, asked, wish)
                                                .map(SuccessionJson::preview)
                                        : gone(call, asked, wish, this::previewed)
                                                .map(PlanChangeJson::preview))
                .map(Answer::ok);
    }

    @PostMapping("/execute")
    Mono<ResponseEntity<byte[]>> execute(Call call, @PathVariable("id") String id, Body body) {
        Wish wish = first(body);
        return asked(call, id, wish)
                .flatMap(
                        asked ->
                                wish.isByAnotherPeriod(asked.view().terms())
                                        ? successions
                                                .execute(call, asked, wish)
                                                .map(SuccessionJson::executed)
                                        : gone(call, asked, wish, this::executed)
                                                .map(PlanChangeJson::executed))
                .map(Answer::ok);
    }

    @PostMapping("/v2/preview")
    Mono<ResponseEntity<byte[]>> preview2(Call call, @PathVariable("id") String id, Body body) {
        Wish wish = second(body);
        return asked(call, id, wish)
                .flatMap(asked -> gone(call, asked, wish, this::previewed))
                .map(going -> Answer.ok(PlanChangeJson.second(going)));
    }

    @PostMapping("/v2/execute")
    Mono<ResponseEntity<byte[]>> execute2(Call call, @PathVariable("id") String id, Body body) {
        Wish wish = second(body);
        return asked(call, id, wish)
                .flatMap(asked -> gone(call, asked, wish, this::executed))
                .map(going -> Answer.ok(PlanChangeJson.second(going)));
    }

    private static Wish first(Body body) {
        var wish =
                new Wish(
                        body.required("target_plan_id").text(Wishes.SHORT),
                        body.required("proration_behavior").choice(PRORATION),
                        body.optional("change_at").choice(WHEN, When.IMMEDIATE),
                        AgreedPlan.Addons.CARRY,
                        Map.of(),
                        body.optional("metadata").looseMap(Wishes.LONG),
                        body.required("billing_period").choice(PERIODS),
                        body.optional("billing_period_count").integer(1, 1_000, 1),
                        body.required("billing_cycle").choice(CYCLES));
        body.check();
        return wish;
    }

    private static Wish second(Body body) {
        Fields policies = body.optional("entity_policies").object();
        Fields addons = policies == null ? null : policies.optional("addons").object();
        AgreedPlan.Addons what = AgreedPlan.Addons.CARRY;
        Map<String, AgreedPlan.Addons> apart = Map.of();
        if (addons != null) {
            what = addons.optional("default_behaviour").choice(ADDONS, what);
            apart = apart(addons.optional("overrides").object());
        }
        var wish =
                new Wish(
                        body.required("target_plan_id").text(Wishes.SHORT),
                        body.required("proration_behavior").choice(PRORATION),
                        body.optional("change_at").choice(WHEN, When.IMMEDIATE),
                        what,
                        apart,
                        body.optional("metadata").looseMap(Wishes.LONG),
                        null,
                        1,
                        null);
        // Repeats are told apart before they come here.
        body.optional("idempotency_key").text(Wishes.SHORT);
        body.check();
        return wish;
    }

    private static Map<String, AgreedPlan.Addons> apart(@Nullable Fields overrides) {
        Map<String, AgreedPlan.Addons> apart = new TreeMap<>();
        if (overrides != null) {
            for (String name : overrides.names()) {
                AgreedPlan.Addons what = overrides.optional(name).choice(ADDONS);
                if (what != null) {
                    apart.put(name, what);
                }
            }
        }
        return apart;
    }

    // Either by its own id or, all instances of it, by that of the addon; its own comes first.
    private static List<AddonAssociationId> apart(SubscriptionTerms terms, Wish wish) {
        for (String name : wish.apart().keySet()) {
            if (terms.addons().stream().noneMatch(addon -> isNamed(addon, name))) {
                throw refused(
                        "entity_policies.addons.overrides." + name,
                        "the id of an addon of the subscription, or of its association",
                        "none of them");
            }
        }
        return terms.addons().stream()
                .filter(addon -> behaviour(addon, wish) != wish.addons())
                .map(AddonAssociation::id)
                .toList();
    }

    private static boolean isNamed(AddonAssociation addon, String name) {
        return addon.id().value().equals(name) || addon.addonId().value().equals(name);
    }

    private static AgreedPlan.Addons behaviour(AddonAssociation addon, Wish wish) {
        AgreedPlan.Addons ofAll = wish.apart().getOrDefault(addon.addonId().value(), wish.addons());
        return wish.apart().getOrDefault(addon.id().value(), ofAll);
    }

    /** A change that was thought through, and how it is to come about. */
    private record Thought(Change change, AgreedPlan planned, When when) {}

    private Mono<Changes.Outcome> previewed(Call call, Thought thought) {
        return switch (thought.when()) {
            case IMMEDIATE -> changes.preview(call, thought.change());
            case END_OF_PERIOD -> changes.preview(call, thought.change(), thought.planned());
        };
    }

    private Mono<Changes.Outcome> executed(Call call, Thought thought) {
        return switch (thought.when()) {
            case IMMEDIATE -> changes.execute(call, thought.change());
            case END_OF_PERIOD -> changes.schedule(call, thought.change(), thought.planned());
        };
    }

    private Mono<Asked> asked(Call call, String id, Wish wish) {
        PlanId target = Named.id("plan", wish.plan(), PlanId::new);
        return dispatch.now(call)
                .flatMap(
                        now ->
                                changes.changeable(call, id, now)
                                        .flatMap(view -> asked(call, view, target, now)));
    }

    private Mono<Asked> asked(Call call, SubscriptionView view, PlanId target, Instant now) {
        return Mono.zip(
                        directory.plan(call, view.terms().planId()),
                        Directory.inUse("plan", directory.plan(call, target)))
                .map(plans -> new Asked(view, plans.getT1(), plans.getT2(), now));
    }

    private Mono<Going> gone(
            Call call,
            Asked asked,
            Wish wish,
            BiFunction<Call, Thought, Mono<Changes.Outcome>> how) {
        SubscriptionView view = asked.view();
        PlanView to = asked.to();
        Instant now = asked.now();
        check(view.terms(), to);
        return directory
                .pricesOf(call, List.of(to.id()))
                .map(all -> all.stream().filter(p -> fits(view.terms(), p, now)).toList())
                .flatMap(all -> prices.all(call, all, to.plan().name()))
                .map(all -> thought(call, view, to, all, wish, now))
                .flatMap(
                        thought ->
                                how.apply(call, thought)
                                        .map(
                                                outcome ->
                                                        new Going(
                                                                asked.from(),
                                                                to,
                                                                outcome,
                                                                wish.metadata(),
                                                                thought.planned(),
                                                                moment(view, wish, now),
                                                                scheduled(thought, outcome))));
    }

    private static void check(SubscriptionTerms terms, PlanView to) {
        if (to.id().equals(terms.planId())) {
            throw refused("target_plan_id", "another plan", "its own, '%s'".formatted(to.id()));
        }
    }

    private static boolean fits(SubscriptionTerms terms, PriceView view, Instant now) {
        PriceDocument price = view.price();
        return price.currency().equals(terms.currency())
                && price.range().holdsAt(now)
                && (price.billingPeriod() == null
                        || (price.billingPeriod() == terms.billingPeriod()
                                && price.billingPeriodCount() == terms.billingPeriodCount()));
    }

    private static @Nullable ScheduleId scheduled(Thought thought, Changes.Outcome outcome) {
        return thought.when() == When.END_OF_PERIOD && outcome.stage() == Changes.Stage.ISSUED
                ? thought.planned().id()
                : null;
    }

    static Instant moment(SubscriptionView view, Wish wish, Instant now) {
        return switch (wish.when()) {
            case IMMEDIATE -> now;
            case END_OF_PERIOD -> view.currentPeriod().end();
        };
    }

    private static Thought thought(
            Call call,
            SubscriptionView view,
            PlanView to,
            List<AgreedPrice> offered,
            Wish wish,
            Instant now) {
        SubscriptionTerms terms = view.terms();
        if (offered.isEmpty()) {
            throw refused(
                    "target_plan_id",
                    "a plan with a price in %s for %d x %s"
                            .formatted(
                                    terms.currency(),
                                    terms.billingPeriodCount(),
                                    terms.billingPeriod()),
                    "'%s', which has none".formatted(to.id()));
        }
        Instant moment = moment(view, wish, now);
        List<LineItem> added =
                offered.stream()
                        .map(
                                price ->
                                        price.line(LineItemId.of(call.ids().next()), null, null)
                                                .holding(null, price.price().range().endDate()))
                        .filter(line -> line.endDate() == null || moment.isBefore(line.endDate()))
                        .toList();
        var planned =
                new AgreedPlan(
                        ScheduleId.of(call.ids().next()),
                        to.id(),
                        wish.settling(),
                        added,
                        wish.addons(),
                        now,
                        wish.metadata(),
                        apart(terms, wish));
        return new Thought(
                new Change(view, planned.at(view.id(), call.scope(), terms, moment), List.of()),
                planned,
                wish.when());
    }
}
