package io.tallybook.command.subscription;

import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionCommand.AddonEnd;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of lines can be agreed: from the start of the open period on, for what is closed
 * stays as it is.
 */
final class ChangeRules {
    private ChangeRules() {}

    /** Whether a change was agreed before: a retry is silent success. */
    static boolean isDone(SubscriptionTerms terms, ChangeLines c) {
        boolean begun =
                terms.lineItems().stream()
                                .anyMatch(l -> c.changeId().equals(l.agreement().changeId()))
                        || c.addons().stream().anyMatch(a -> has(terms, a));
        boolean onlyEnds = c.added().isEmpty() && c.addons().isEmpty() && c.planId() == null;
        Map<LineItemId, LineItem> lines = terms.lineItemsById();
        return begun
                || (onlyEnds
                        && c.ended().stream()
                                .allMatch(end -> isEnded(lines.get(end.lineItemId()), end))
                        && c.addonsEnded().stream().allMatch(end -> isEnded(terms, end)));
    }

    private static boolean has(SubscriptionTerms terms, AddonAssociation addon) {
        return terms.addons().stream().anyMatch(a -> a.id().equals(addon.id()));
    }

    private static boolean isEnded(@Nullable LineItem line, LineEnd end) {
        return line != null && end.endDate().equals(line.endDate());
    }

    private static boolean isEnded(SubscriptionTerms terms, AddonEnd end) {
        return terms.addons().stream()
                .anyMatch(
                        addon ->
                                addon.id().equals(end.id())
                                        && end.endDate().equals(addon.endDate()));
    }

    /** The first rule that a change breaks. */
    static Optional<Rejection> broken(SubscriptionTerms terms, BillingPeriod open, ChangeLines c) {
        if (c.at().isBefore(terms.startDate())) {
            return Optional.of(
                    Rejection.invalidOperation(
                            "subscription '"
                                    + c.subscriptionId()
                                    + "' begins at "
                                    + terms.startDate()
                                    + " and cannot be changed at "
                                    + c.at()));
        }
        Map<LineItemId, LineItem> lines = terms.lineItemsById();
        Rules rules = Rules.begin();
        for (LineEnd end : c.ended()) {
            LineItem line = lines.get(end.lineItemId());
            rules = rules.then(() -> brokenEnd(terms, line, open, end));
        }
        for (LineItem line : c.added()) {
            rules = rules.then(() -> brokenStart(open, line, c.at()));
        }
        for (AddonEnd end : c.addonsEnded()) {
            rules = rules.then(() -> brokenEnd(terms, open, end));
        }
        return rules.broken();
    }

    private static Optional<Rejection> brokenEnd(
            SubscriptionTerms terms, @Nullable LineItem line, BillingPeriod open, LineEnd end) {
        if (line == null) {
            return Optional.of(Rejection.notFound("line item", end.lineItemId().value()));
        }
        Instant start = line.startDate();
        Instant known = line.endDate();
        return brokenMoment(
                open,
                start == null ? terms.startDate() : start,
                known,
                end.endDate(),
                "line item '" + end.lineItemId() + "'");
    }

    private static Optional<Rejection> brokenEnd(
            SubscriptionTerms terms, BillingPeriod open, AddonEnd end) {
        Optional<AddonAssociation> found =
                terms.addons().stream().filter(a -> a.id().equals(end.id())).findFirst();
        return found.isEmpty()
                ? Optional.of(Rejection.notFound("addon association", end.id().value()))
                : brokenMoment(
                        open,
                        found.get().startDate(),
                        found.get().endDate(),
                        end.endDate(),
                        "addon '" + end.id() + "'");
    }

    private static Optional<Rejection> brokenMoment(
            BillingPeriod open, Instant start, @Nullable Instant known, Instant end, String what) {
        return Rules.begin()
                .moment("effective_from", end)
                .that(
                        !end.isBefore(open.start()),
                        "effective_from",
                        end.toString(),
                        "from the start of the open period, " + open.start() + ", on")
                .that(
                        !end.isBefore(start),
                        "effective_from",
                        end.toString(),
                        "from " + start + " on, when " + what + " begins")
                .that(
                        known == null || end.isBefore(known),
                        "effective_from",
                        end.toString(),
                        "before " + known + ", when " + what + " ends already")
                .broken();
    }

    private static Optional<Rejection> brokenStart(BillingPeriod open, LineItem line, Instant at) {
        Instant start = line.startDate() == null ? at : line.startDate();
        Instant end = line.endDate();
        return Rules.begin()
                .moment("start_date", start)
                .moment("end_date", end)
                .that(
                        !start.isBefore(open.start()),
                        "start_date",
                        start.toString(),
                        "from the start of the open period, " + open.start() + ", on")
                .that(
                        end == null || start.isBefore(end),
                        "end_date",
                        String.valueOf(end),
                        "after the start, " + start)
                .broken();
    }
}
