package io.tallybook.api.flexprice.creditgrant;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.request.Fields;
import io.tallybook.core.ViewKind;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantEvent.Because;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The credit grants that a subscription begins with. */
public final class NewGrants {
    private static final String FIELD = "credit_grants";
    private static final int MOST = 100;

    private final List<GrantRequest> wishes;

    private NewGrants(List<GrantRequest> wishes) {
        this.wishes = List.copyOf(wishes);
    }

    public boolean isEmpty() {
        return wishes.isEmpty();
    }

    /** The caller has to check the fields. */
    public static NewGrants of(Fields in) {
        return new NewGrants(
                in.optional(FIELD).objects(MOST).stream()
                        .map(GrantRequest::ofNewSubscription)
                        .toList());
    }

    /**
     * Gives them and then does what makes the subscription; where that fails they are taken back,
     * before any of them could give.
     *
     * <p>Errors: ProblemException (400) for a grant that cannot be.
     */
    public <T> Mono<T> around(
            Dispatch dispatch,
            Call call,
            SubscriptionId subscription,
            SubscriptionTerms terms,
            Instant now,
            Mono<T> done) {
        if (wishes.isEmpty()) {
            return done;
        }
        List<CreditGrantId> given = new CopyOnWriteArrayList<>();
        return Flux.fromIterable(wishes)
                .concatMap(
                        wish -> {
                            CreditGrantId id = CreditGrantId.of(call.ids().next());
                            var create =
                                    new CreditGrantCommand.Create(
                                            id,
                                            call.scope(),
                                            now,
                                            Grantees.ofSubscription(
                                                    wish, subscription, terms, terms.startDate()));
                            return dispatch.send(call, ViewKind.CREDIT_GRANT, create)
                                    .doOnNext(_ -> given.add(id));
                        })
                .then(done)
                .onErrorResume(e -> takeBack(dispatch, call, given, now).then(Mono.error(e)));
    }

    private static Mono<Void> takeBack(
            Dispatch dispatch, Call call, List<CreditGrantId> given, Instant now) {
        return Flux.fromIterable(given)
                .concatMap(
                        id ->
                                dispatch.send(
                                        call,
                                        ViewKind.CREDIT_GRANT,
                                        new CreditGrantCommand.End(
                                                id, call.scope(), now, Because.DELETED)))
                .then();
    }
}
