package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Fields;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.entitlement.EntitlementCommand;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.entitlement.EntitlementDocumentBuilder;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a new subscription has instead of what its plan and its addons give. */
public final class OverriddenEntitlements {
    private static final int MOST = 500;
    private static final int SHORT = 255;

    private final Dispatch dispatch;

    public OverriddenEntitlements(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** One that is asked for: which, and what is said of it. */
    public record Wish(String entitlement, Fields said) {}

    /** What {@code override_entitlements} asks for; the caller has to check the fields. */
    public static List<Wish> of(Fields in) {
        List<Wish> wishes = new ArrayList<>();
        for (Fields one : in.optional("override_entitlements").objects(MOST)) {
            wishes.add(new Wish(one.required("entitlement_id").text(SHORT), one));
        }
        return List.copyOf(wishes);
    }

    /**
     * What is to be given instead. Errors: ProblemException (404) naming an entitlement that is not
     * there, (400) naming one that none of {@code givers} gives, or a field.
     */
    public Mono<List<EntitlementDocument>> read(
            Call call, SubscriptionId subscription, Set<String> givers, List<Wish> wishes) {
        return Flux.fromIterable(wishes)
                .concatMap(wish -> read(call, subscription, givers, wish))
                .collectList();
    }

    private Mono<EntitlementDocument> read(
            Call call, SubscriptionId subscription, Set<String> givers, Wish wish) {
        EntitlementId id = Named.id("entitlement", wish.entitlement(), EntitlementId::new);
        return dispatch.find(new EntitlementQuery.ById(call.scope(), id), EntitlementView.class)
                .switchIfEmpty(Named.missing("entitlement", wish.entitlement()))
                .map(
                        view -> {
                            if (!givers.contains(view.entitlement().entityId())) {
                                throw refused(view);
                            }
                            EntitlementDocument changed =
                                    EntitlementRequest.changed(view.entitlement(), wish.said());
                            wish.said().check();
                            return instead(changed, view.id(), subscription);
                        });
    }

    // A limit takes the place of a quota in windows; without one the quota stays.
    private static EntitlementDocument instead(
            EntitlementDocument changed, EntitlementId of, SubscriptionId subscription) {
        return EntitlementDocumentBuilder.builder(changed)
                .entityType(EntityType.SUBSCRIPTION)
                .entityId(subscription.value())
                .parentId(of)
                .grant(changed.usageLimit() == null ? changed.grant() : null)
                .build();
    }

    private static RuntimeException refused(EntitlementView view) {
        String got = "'%s' of '%s'".formatted(view.id(), view.entitlement().entityId());
        String expected = "entitlements of the plan or of an addon of the subscription";
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "override_entitlements.entitlement_id: expected %s, got %s"
                                .formatted(expected, got),
                        Map.of(
                                "field",
                                "override_entitlements.entitlement_id",
                                "expected",
                                expected,
                                "got",
                                got))
                .asException();
    }

    /** Gives them. */
    public Mono<Void> give(
            Call call, SubscriptionId subscription, List<EntitlementDocument> all, Instant at) {
        return Flux.fromIterable(all)
                .concatMap(
                        one ->
                                dispatch.send(
                                        call,
                                        ViewKind.ENTITLEMENT,
                                        new EntitlementCommand.Create(
                                                EntitlementId.of(
                                                        Ulid.derived(
                                                                at,
                                                                "override",
                                                                subscription.value(),
                                                                String.valueOf(one.parentId()))),
                                                call.scope(),
                                                at,
                                                one)))
                .then();
    }
}
