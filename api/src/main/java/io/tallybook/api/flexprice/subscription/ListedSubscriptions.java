package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.coupon.CouponAssociationJson;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.LargeAnswers;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.flexprice.plan.PlanJson;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.search.PageLines;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Lists of subscriptions, with as much of each as is asked for. */
final class ListedSubscriptions {

    private static final Map<String, List<String>> STATUSES =
            Arrays.stream(SubscriptionView.Status.values())
                    .collect(
                            Collectors.toMap(
                                    status -> status.name().toLowerCase(Locale.ROOT),
                                    status -> List.of(status.name())));

    private static final Choice<List<String>> STATUS = Choice.of(STATUSES);

    private static final Searchable FIELDS =
            new Searchable()
                    .text("customer_id", "customer_id")
                    .text("external_customer_id", "external_customer_id")
                    .text("invoicing_customer_id", "invoicing_customer_id")
                    .text("parent_subscription_id", "parent_subscription_id")
                    .text("plan_id", "plan_id")
                    .text("currency", "currency")
                    .text("lookup_key", "lookup_key")
                    .time("start_date", "start_date")
                    .time("current_period_end", "current_period_end")
                    .words(
                            "subscription_status",
                            "status",
                            Arrays.stream(SubscriptionView.Status.values())
                                    .collect(
                                            Collectors.toMap(
                                                    s -> s.name().toLowerCase(Locale.ROOT),
                                                    Enum::name)));

    // With words of the contract for what no subscription here is.
    private static final Choice<List<String>> TYPE =
            Choice.of(
                    Stream.of(
                                    "standalone",
                                    "delegated_invoicing",
                                    "parent",
                                    "inherited",
                                    "grouped_invoicing")
                            .collect(
                                    Collectors.toMap(
                                            word -> word,
                                            word -> List.of(word.toUpperCase(Locale.ROOT)))));

    private static final Choice<List<String>> PERIOD =
            Choice.of(
                    Arrays.stream(PeriodUnit.values())
                            .collect(
                                    Collectors.toMap(
                                            Enum::name, period -> List.of(period.name()))));

    private static final List<String> ACTIVE = List.of("ACTIVE", "TRIALING", "PAUSED", "CANCELLED");

    private final Dispatch dispatch;
    private final Directory directory;
    private final Families families;

    ListedSubscriptions(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.families = new Families(dispatch, directory);
    }

    /** How much of each is shown. */
    private record Extent(Lines lines, Coupons coupons) {
        private enum Lines {
            SHOWN,
            LEFT_OUT
        }

        private enum Coupons {
            SHOWN,
            LEFT_OUT
        }

        static Extent of(Fields in) {
            return new Extent(
                    Boolean.FALSE.equals(in.optional("with_line_items").truth())
                            ? Lines.LEFT_OUT
                            : Lines.SHOWN,
                    Boolean.TRUE.equals(in.optional("with_coupon_associations").truth())
                            ? Coupons.SHOWN
                            : Coupons.LEFT_OUT);
        }
    }

    /** A page of those that fit what was begun, and all else that {@code in} says. */
    Mono<ResponseEntity<byte[]>> page(Call call, Fields in, Criteria begun) {
        var criteria =
                begun.any("subscription_ids", "id")
                        .one("customer_id", "customer_id")
                        .any("customer_ids", "customer_id")
                        .one("external_customer_id", "external_customer_id")
                        .one("plan_id", "plan_id")
                        .any("invoicing_customer_ids", "invoicing_customer_id")
                        .any("parent_subscription_ids", "parent_subscription_id")
                        .anyWord("subscription_type", "type", TYPE)
                        .anyWord("subscription_status", "status", STATUS)
                        .anyWord("billing_period", "billing_period", PERIOD)
                        // Something has to be done by then: renew it, or end it.
                        .untilAny(
                                "effective_date_for_update",
                                List.of("current_period_end", "cancel_at"));
        Instant active = in.optional("active_at").instant();
        if (active != null) {
            // What waits to be activated, or to be paid first, was never active.
            criteria.isOneOf("status", ACTIVE)
                    .before("start_date", active.plusNanos(1_000))
                    .after("ends_at", active);
        }
        Instant due = in.optional("trial_end_due_lte").instant();
        if (due != null) {
            // A trial is the period that is open, and what is at that moment is due too.
            criteria.isOneOf("status", List.of("TRIALING"))
                    .before("current_period_end", due.plusNanos(1_000));
        }
        Extent extent = Extent.of(in);
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return LargeAnswers.page(true, lines -> page(call, request, lines, extent).map(Answer::ok));
    }

    private Mono<ObjectNode> page(Call call, ListRequest request, PageLines lines, Extent extent) {
        return dispatch.ask(
                        new SubscriptionQuery.Search(call.scope(), request.spec(), lines),
                        SubscriptionQuery.Page.class)
                .flatMap(
                        page ->
                                families.inPeriod(call, page.items())
                                        .map(
                                                views ->
                                                        new SubscriptionQuery.Page(
                                                                views, page.total())))
                .flatMap(page -> expanded(call, request, page, extent));
    }

    private Mono<ObjectNode> expanded(
            Call call, ListRequest request, SubscriptionQuery.Page page, Extent extent) {
        Mono<Map<String, CustomerView>> customers =
                request.expands("customer")
                        ? directory.customers(
                                call,
                                page.items().stream().map(s -> s.terms().customerId()).toList())
                        : Mono.just(Collections.<String, CustomerView>emptyMap());
        Mono<Map<String, PlanView>> plans =
                request.expands("plan")
                        ? directory.plans(
                                call, page.items().stream().map(s -> s.terms().planId()).toList())
                        : Mono.just(Collections.<String, PlanView>emptyMap());
        return Mono.zip(customers, plans, coupons(call, page, extent))
                .map(
                        found ->
                                PageJson.of(
                                        request,
                                        page.items(),
                                        page.total(),
                                        view ->
                                                cut(
                                                        json(view, found.getT1(), found.getT2()),
                                                        view,
                                                        found.getT3(),
                                                        extent)));
    }

    private Mono<List<CouponAssociationView>> coupons(
            Call call, SubscriptionQuery.Page page, Extent extent) {
        if (extent.coupons() == Extent.Coupons.LEFT_OUT || page.items().isEmpty()) {
            return Mono.just(List.of());
        }
        return dispatch.ask(
                        new CouponAssociationQuery.OfSubscriptions(
                                call.scope(),
                                page.items().stream()
                                        .flatMap(view -> view.terms().lineage(view.id()).stream())
                                        .distinct()
                                        .toList()),
                        CouponAssociationQuery.Page.class)
                .map(CouponAssociationQuery.Page::items);
    }

    private static ObjectNode cut(
            ObjectNode json,
            SubscriptionView view,
            List<CouponAssociationView> coupons,
            Extent extent) {
        if (extent.lines() == Extent.Lines.LEFT_OUT) {
            json.putNull("line_items");
        }
        if (extent.coupons() == Extent.Coupons.SHOWN) {
            json.set(
                    "coupon_associations",
                    Json.list(
                            coupons.stream()
                                    .filter(
                                            held ->
                                                    view.isOrFollows(
                                                            held.association().subscriptionId()))
                                    .toList(),
                            held -> CouponAssociationJson.of(held, null)));
        }
        return json;
    }

    static ObjectNode json(
            SubscriptionView view,
            Map<String, CustomerView> customers,
            Map<String, PlanView> plans) {
        PlanView plan = plans.get(view.terms().planId().value());
        return SubscriptionJson.of(
                view,
                customers.get(view.terms().customerId().value()),
                plan == null ? null : PlanJson.of(plan, null));
    }
}
