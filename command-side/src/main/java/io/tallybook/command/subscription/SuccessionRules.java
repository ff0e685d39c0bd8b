package io.tallybook.command.subscription;

import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.FirstInvoice;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.Phase;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.Predecessor.ContinuedLine;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.core.subscription.Successor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a subscription can end in favour of another: whatever the other could not begin with is
 * refused before anything has happened, so that neither is ever without its like.
 */
final class SuccessionRules {
    private static final String TYPE = "cancellation_type";

    private SuccessionRules() {}

    /** The first rule that stands against an end with a successor; nothing does without one. */
    static Optional<Rejection> broken(Running running, SubscriptionCommand.Cancel c) {
        Successor successor = c.successor();
        if (successor == null) {
            return Optional.empty();
        }
        return brokenWish(c)
                .or(() -> begunYet(running, c.at()))
                .or(() -> planned(running, successor))
                .or(() -> relatives(running.id(), running.terms()));
    }

    private static Optional<Rejection> brokenWish(SubscriptionCommand.Cancel c) {
        return Rules.begin()
                .that(
                        c.type() == CancellationType.IMMEDIATE
                                || c.type() == CancellationType.END_OF_PERIOD,
                        TYPE,
                        c.type().name(),
                        "IMMEDIATE or END_OF_PERIOD with a successor")
                .that(
                        c.openUsage() == OpenUsage.INVOICED,
                        "open_usage",
                        c.openUsage().name(),
                        "INVOICED with a successor: a change forgives nothing")
                .broken();
    }

    private static Optional<Rejection> begunYet(Running running, Instant at) {
        Instant start = running.terms().startDate();
        return at.isBefore(start)
                ? Optional.of(
                        Rejection.invalidOperation(
                                "subscription '%s' begins at %s and cannot be changed at %s"
                                        .formatted(running.id(), start, at)))
                : Optional.empty();
    }

    private static Optional<Rejection> planned(Running running, Successor successor) {
        return running.changing()
                .map(plan -> PlanDecider.isToChange(running.id(), plan))
                .or(
                        () ->
                                running.pausing()
                                        .map(order -> PauseDecider.isToPause(running.id(), order)))
                .or(
                        () ->
                                running.planned()
                                        .filter(end -> !successor.equals(end.successor()))
                                        .map(
                                                end ->
                                                        Rejection.invalidOperation(
                                                                "subscription '%s' ends at %s; give that up first"
                                                                        .formatted(
                                                                                running.id(),
                                                                                end.cancelAt()))));
    }

    // What is invoiced, or shared, together with others would leave them behind.
    private static Optional<Rejection> relatives(SubscriptionId id, SubscriptionTerms terms) {
        return GroupDecider.movesPeriods(id, terms)
                .or(
                        () ->
                                terms.related().present().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(
                                                Rejection.invalidOperation(
                                                        "subscription '%s' is shared with %d others: end that first"
                                                                .formatted(
                                                                        id,
                                                                        terms.related()
                                                                                .present()
                                                                                .size()))));
    }

    /** Why a successor cannot begin at the moment in which the other ends, if it cannot. */
    static Optional<Rejection> broken(Running now, Instant moment, Successor successor) {
        SubscriptionTerms old = now.terms();
        SubscriptionTerms terms = successor.terms();
        return phases(now, moment)
                .or(
                        () ->
                                Rules.begin()
                                        .that(
                                                !successor.id().equals(now.id()),
                                                "successor.id",
                                                successor.id().value(),
                                                "another subscription than the one that ends")
                                        .that(
                                                now.id().equals(terms.arranged().follows()),
                                                "successor.follows",
                                                String.valueOf(terms.arranged().follows()),
                                                now.id().value())
                                        .that(
                                                terms.startDate().equals(moment),
                                                "successor.start_date",
                                                terms.startDate().toString(),
                                                "the moment in which the other ends, " + moment)
                                        .that(
                                                terms.customerId().equals(old.customerId())
                                                        && terms.payer().equals(old.payer()),
                                                "successor.customer_id",
                                                terms.customerId().value(),
                                                "the customer and the payer of the other")
                                        .that(
                                                terms.currency().equals(old.currency()),
                                                "successor.currency",
                                                terms.currency().code(),
                                                old.currency().code())
                                        .that(
                                                !FirstInvoice.isAwaited(terms),
                                                "successor.payment_behavior",
                                                terms.arranged().paymentBehavior().name(),
                                                "DEFAULT_ACTIVE: it is served as the other was")
                                        .that(
                                                terms.type() == SubscriptionType.STANDALONE
                                                        || terms.type()
                                                                == SubscriptionType
                                                                        .DELEGATED_INVOICING,
                                                "successor.subscription_type",
                                                terms.type().name(),
                                                "one that stands alone")
                                        .then(() -> TermsRules.broken(terms))
                                        .broken())
                .or(() -> predecessors(now, moment, terms));
    }

    // As which of its lines those of the other go on, the successor says; the rest is known.
    private static Optional<Rejection> predecessors(
            Running now, Instant moment, SubscriptionTerms next) {
        List<Predecessor> said = next.arranged().predecessors();
        List<ContinuedLine> lines = said.isEmpty() ? List.of() : said.getLast().lines();
        return Rules.begin()
                .that(
                        said.equals(Predecessor.of(now.id(), now.terms(), moment, lines)),
                        "successor.predecessors",
                        said.toString(),
                        "%s and all that it follows, with their periods".formatted(now.id()))
                .that(
                        lines.stream()
                                .allMatch(
                                        line ->
                                                has(now.terms(), line.line())
                                                        && has(next, line.next())),
                        "successor.predecessors.lines",
                        lines.toString(),
                        "lines of the two")
                .broken();
    }

    private static boolean has(SubscriptionTerms terms, LineItemId line) {
        return terms.lineItems().stream().anyMatch(one -> one.id().equals(line));
    }

    private static Optional<Rejection> phases(Running now, Instant moment) {
        return now.terms().arranged().phases().stream()
                .filter(phase -> phase.endDate() == null || phase.endDate().isAfter(moment))
                .map(Phase::id)
                .findFirst()
                .map(
                        phase ->
                                Rejection.invalidOperation(
                                        "subscription '%s' is in phases or will be, as in '%s': they are not carried into another billing period"
                                                .formatted(now.id(), phase)));
    }

    /** Why nothing of a subscription is changed that another is about to follow. */
    static Optional<Rejection> isFollowed(Running running) {
        return running.planned()
                .flatMap(
                        end ->
                                Optional.ofNullable(end.successor())
                                        .map(
                                                next ->
                                                        Rejection.invalidOperation(
                                                                "subscription '%s' is followed by '%s' at %s, as it was agreed; give that up first"
                                                                        .formatted(
                                                                                running.id(),
                                                                                next.id(),
                                                                                end.cancelAt()))));
    }

    /** Refuses a successor of what is not served. */
    static Optional<Rejection> notServed(SubscriptionCommand.Cancel c, String stage) {
        return c.successor() == null
                ? Optional.empty()
                : Optional.of(
                        Rejection.invalidOperation(
                                "subscription '%s' is %s and cannot go over to another billing period"
                                        .formatted(c.subscriptionId(), stage)));
    }
}
