package io.tallybook.sagas.grants;

import io.tallybook.core.Scope;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantCommand.Destination;
import io.tallybook.core.creditgrant.CreditGrantCommand.Standing;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Target;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.CreditGrantQuery;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.creditgrant.GrantApplication;
import io.tallybook.core.creditgrant.GrantTimes;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.sagas.FinalizationDelays;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Preparation;
import io.tallybook.sagas.duework.Prepared;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a credit grant gives when its time has come, and into which wallet; and brings
 * what it gave there. What is given and where to is decided once, by the grant: the wallet may then
 * be told as often as it takes.
 *
 * <pre>
 *  its time ─► is anybody served? which wallet? ─► the grant gives ─► open the wallet ─► top it up
 * </pre>
 */
public final class Giving implements Preparation {
    private static final String NAME = "grants";
    private static final String CAUSE = "due_work:CREDIT_WALLET";

    private final QueryGateway queries;
    private final ProcessCommands commands;
    private final GrantWallets wallets;
    private final FinalizationDelays delays;

    /**
     * @param delays how long after a period its invoice is finalized: until then what was given for
     *     the period pays
     */
    public Giving(QueryGateway queries, ProcessCommands commands, FinalizationDelays delays) {
        this.queries = queries;
        this.commands = commands;
        this.wallets = new GrantWallets(queries);
        this.delays = delays;
    }

    @Override
    public List<Prepared> prepare(Scope scope, List<DueItem> items) {
        Map<CreditGrantId, CreditGrantView> grants = grants(scope, items);
        Map<SubscriptionId, SubscriptionView> served = subscriptions(scope, grants);
        return items.stream().map(item -> prepare(item, grants, served)).toList();
    }

    private Prepared prepare(
            DueItem item,
            Map<CreditGrantId, CreditGrantView> grants,
            Map<SubscriptionId, SubscriptionView> served) {
        try {
            return item.duty() instanceof Duty.CreditWallet(GrantApplication application)
                    ? credited(item, application)
                    : applied(item, grants, served);
        } catch (RuntimeException e) {
            return new Prepared.Unready(item, e.toString());
        }
    }

    private Prepared applied(
            DueItem item,
            Map<CreditGrantId, CreditGrantView> grants,
            Map<SubscriptionId, SubscriptionView> served) {
        CreditGrantView grant = grants.get(new CreditGrantId(item.duty().subject().value()));
        if (grant == null) {
            return new Prepared.Unready(item, "the view does not show the grant yet");
        }
        Target target = grant.grant().target();
        SubscriptionView view =
                target.subscriptionId() == null ? null : served.get(target.subscriptionId());
        if (target.subscriptionId() != null && view == null) {
            return new Prepared.Unready(item, "the view does not show the subscription yet");
        }
        if (view != null && view.status() == SubscriptionView.Status.DRAFT) {
            return new Prepared.Unready(item, "the subscription is a draft");
        }
        if (view != null && view.status() == SubscriptionView.Status.INCOMPLETE) {
            return new Prepared.Postponed(item, view.currentPeriod().end(), view.id());
        }
        Standing standing = view == null ? Standing.SERVED : standing(view, target, item.dueAt());
        Destination destination =
                standing == Standing.SERVED
                        ? destination(item.scope(), grant.grant(), view, item.dueAt())
                        : null;
        return new Prepared.Ready(
                item,
                new CreditGrantCommand.Apply(
                        grant.id(),
                        item.scope(),
                        item.dueAt(),
                        item.duty().index(),
                        standing,
                        destination));
    }

    /** How it stood at a moment: what is done late is done as if in time. */
    static Standing standing(SubscriptionView view, Target target, Instant at) {
        Instant end = view.cancelAt();
        if (view.status().isOver() && end != null && !end.isAfter(at)) {
            return Standing.SUBSCRIPTION_ENDED;
        }
        if (target.association() != null
                && view.terms().addons().stream()
                        .filter(addon -> addon.id().equals(target.association()))
                        .noneMatch(addon -> holds(addon, at))) {
            return Standing.ADDON_ENDED;
        }
        Course course = Objects.requireNonNullElse(view.terms().course(), Course.STRAIGHT);
        return course.pauses().stream().anyMatch(pause -> lasts(pause, at))
                ? Standing.PAUSED
                : Standing.SERVED;
    }

    private static boolean holds(AddonAssociation addon, Instant at) {
        return addon.holdsAt(at);
    }

    private static boolean lasts(Course.Pause pause, Instant at) {
        return !at.isBefore(pause.start()) && (pause.end() == null || at.isBefore(pause.end()));
    }

    private Destination destination(
            Scope scope, CreditGrantDocument grant, @Nullable SubscriptionView view, Instant at) {
        GrantWallets.Chosen chosen = wallets.of(scope, grant);
        return new Destination(
                chosen.id(), chosen.opens(), view == null ? null : cycle(scope, view, at));
    }

    // What was given for a period pays until its invoice is final, as does what is carried over
    // for the next one.
    private GrantTimes.Cycle cycle(Scope scope, SubscriptionView view, Instant at) {
        Duration delay = delays.of(scope).value();
        SubscriptionPeriods periods = SubscriptionPeriods.endless(view.terms());
        int index = periods.indexAt(at);
        return new GrantTimes.Cycle(
                periods.period(index).end().plus(delay),
                periods.period(index + 1).end().plus(delay));
    }

    private Prepared credited(DueItem item, GrantApplication given) {
        if (given.opens() != null) {
            commands.send(
                    NAME,
                    CAUSE,
                    new WalletCommand.Create(
                            given.walletId(), item.scope(), item.dueAt(), given.opens()));
        } else if (isClosed(item.scope(), given)) {
            return new Prepared.Ready(
                    item,
                    new CreditGrantCommand.Fail(
                            given.grantId(),
                            item.scope(),
                            item.dueAt(),
                            given.index(),
                            given.transactionId(),
                            "wallet " + given.walletId() + " was closed"));
        }
        return new Prepared.Ready(item, topUp(item, given));
    }

    private boolean isClosed(Scope scope, GrantApplication given) {
        Optional<WalletView> wallet =
                Replies.of(
                        queries.query(
                                new WalletQuery.ById(scope, given.walletId()),
                                ResponseTypes.optionalInstanceOf(WalletView.class)));
        return wallet.filter(view -> view.within().status() == WalletView.Status.CLOSED)
                .isPresent();
    }

    static WalletCommand.TopUp topUp(DueItem item, GrantApplication given) {
        return new WalletCommand.TopUp(
                given.walletId(),
                item.scope(),
                item.dueAt(),
                given.transactionId(),
                given.credits(),
                given.subscriptionId() == null
                        ? Reason.FREE_CREDIT_GRANT
                        : Reason.SUBSCRIPTION_CREDIT_GRANT,
                given.expiresAt(),
                given.priority(),
                given.id().value(),
                given.name(),
                metadata(given),
                new WalletCommand.Further(given.id().value(), null, given.carry()));
    }

    private static Map<String, String> metadata(GrantApplication given) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put("credit_grant_id", given.grantId().value());
        metadata.put("period_start", given.periodStart().toString());
        if (given.periodEnd() != null) {
            metadata.put("period_end", given.periodEnd().toString());
        }
        if (given.subscriptionId() != null) {
            metadata.put("subscription_id", given.subscriptionId().value());
        }
        return metadata;
    }

    private Map<CreditGrantId, CreditGrantView> grants(Scope scope, List<DueItem> items) {
        List<CreditGrantId> ids =
                items.stream()
                        .map(DueItem::duty)
                        .flatMap(
                                duty ->
                                        duty instanceof Duty.ApplyGrant apply
                                                ? Stream.of(apply.subject())
                                                : Stream.empty())
                        .distinct()
                        .toList();
        Map<CreditGrantId, CreditGrantView> found = new HashMap<>();
        if (!ids.isEmpty()) {
            Replies.of(
                            queries.query(
                                    new CreditGrantQuery.ByIds(scope, ids),
                                    ResponseTypes.instanceOf(CreditGrantQuery.Page.class)))
                    .items()
                    .forEach(view -> found.put(view.id(), view));
        }
        return found;
    }

    private Map<SubscriptionId, SubscriptionView> subscriptions(
            Scope scope, Map<CreditGrantId, CreditGrantView> grants) {
        List<SubscriptionId> ids =
                grants.values().stream()
                        .map(view -> view.grant().target().subscriptionId())
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        Map<SubscriptionId, SubscriptionView> found = new HashMap<>();
        if (!ids.isEmpty()) {
            Replies.of(
                            queries.query(
                                    new SubscriptionQuery.ByIds(scope, ids),
                                    ResponseTypes.instanceOf(SubscriptionQuery.Page.class)))
                    .items()
                    .forEach(view -> found.put(view.id(), view));
        }
        return found;
    }
}
