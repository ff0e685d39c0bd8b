package io.tallybook.command.invoice;

import io.tallybook.command.Decision;
import io.tallybook.command.InvariantViolated;
import io.tallybook.command.Rules;
import io.tallybook.command.invoice.InvoiceState.Absent;
import io.tallybook.command.invoice.InvoiceState.Computed;
import io.tallybook.command.invoice.InvoiceState.Draft;
import io.tallybook.command.invoice.InvoiceState.Finalized;
import io.tallybook.command.invoice.InvoiceState.Parked;
import io.tallybook.command.invoice.InvoiceState.Skipped;
import io.tallybook.command.invoice.InvoiceState.Voided;
import io.tallybook.core.Rejection;
import io.tallybook.core.invoice.Breach;
import io.tallybook.core.invoice.Breach.Bound;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceCommand.Release.How;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.SafetyBounds;
import io.tallybook.core.invoice.SafetyCheck;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.domain.invoice.InvoiceInvariant;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What stands between a computed invoice and the customer: one that does not keep its safety bounds
 * is parked with the reason, before a wallet is asked or a number is taken, and waits for an
 * operator.
 */
final class SafetyRules {
    private SafetyRules() {}

    /**
     * What is computed, or that it is parked.
     *
     * <p>Errors: the broken invariant itself where the command names no bounds to hold it against.
     */
    static InvoiceEvent guarded(
            InvoiceState.Paper paper,
            InvoiceCommand.Compute c,
            Supplier<InvoiceDecider.Outcome> compute) {
        SafetyCheck check = c.safety();
        if (check == null) {
            return compute.get().event();
        }
        List<Breach> tooMany = left(paper, lines(c, check.bounds()));
        Money nothing = Money.zero(paper.opening().currency());
        if (!tooMany.isEmpty()) {
            return parked(c, tooMany, List.of(), nothing);
        }
        InvoiceDecider.Outcome outcome;
        try {
            outcome = compute.get();
        } catch (InvoiceInvariant | InvariantViolated broken) {
            return parked(c, List.of(breach(broken)), List.of(), nothing);
        }
        List<Breach> breaches = new ArrayList<>(jump(check, outcome.subtotal()));
        breaches.addAll(twice(c.invoiceId(), check, outcome.lines()));
        List<Breach> left = left(paper, breaches);
        return left.isEmpty()
                ? outcome.event()
                : parked(c, left, outcome.lines(), outcome.subtotal());
    }

    private static InvoiceEvent.Parked parked(
            InvoiceCommand.Compute c,
            List<Breach> breaches,
            List<InvoiceLine> lines,
            Money subtotal) {
        return new InvoiceEvent.Parked(c.invoiceId(), c.at(), breaches, lines, subtotal);
    }

    private static List<Breach> left(InvoiceState.Paper paper, List<Breach> breaches) {
        return breaches.stream()
                .filter(one -> paper.accepted().stream().noneMatch(one::isWithin))
                .toList();
    }

    private static List<Breach> lines(InvoiceCommand.Compute c, SafetyBounds bounds) {
        return c.lines().size() <= bounds.linesMax()
                ? List.of()
                : List.of(
                        new Breach(
                                Bound.LINES,
                                null,
                                String.valueOf(c.lines().size()),
                                String.valueOf(bounds.linesMax())));
    }

    // What a subscription never had as much as the floor for cannot be told from growth.
    private static List<Breach> jump(SafetyCheck check, Money subtotal) {
        SafetyBounds bounds = check.bounds();
        Money largest = check.largestBefore();
        if (largest == null
                || !largest.isPositive()
                || check.invoicesBefore() < bounds.jumpAfterInvoices()) {
            return List.of();
        }
        BigDecimal limit =
                largest.toDecimal()
                        .multiply(BigDecimal.valueOf(bounds.jumpFactorMax()))
                        .max(BigDecimal.valueOf(bounds.jumpFloor()))
                        .setScale(largest.currency().minorUnits(), RoundingMode.UNNECESSARY);
        return subtotal.toDecimal().compareTo(limit) <= 0
                ? List.of()
                : List.of(
                        new Breach(
                                Bound.JUMP,
                                null,
                                subtotal.toDecimal().toPlainString(),
                                limit.toPlainString()));
    }

    /** Stretches of service that are charged more than nothing although they were before. */
    private static List<Breach> twice(InvoiceId id, SafetyCheck check, List<InvoiceLine> lines) {
        Map<LineItemId, List<SafetyCheck.Billed>> billed = new HashMap<>();
        check.billed().stream()
                .filter(one -> !one.invoiceId().equals(id))
                .forEach(
                        one ->
                                billed.computeIfAbsent(one.lineItemId(), _ -> new ArrayList<>())
                                        .add(one));
        List<Breach> breaches = new ArrayList<>();
        for (InvoiceLine line : lines) {
            LineItemId item = line.input().lineItemId();
            if (item == null || !line.amount().isPositive()) {
                continue;
            }
            BillingPeriod period = line.input().servicePeriod();
            List<SafetyCheck.Billed> before = billed.computeIfAbsent(item, _ -> new ArrayList<>());
            before.stream()
                    .filter(one -> one.period().overlaps(period))
                    .findFirst()
                    .ifPresent(one -> breaches.add(twice(item, period, one)));
            before.add(new SafetyCheck.Billed(id, item, period));
        }
        return breaches;
    }

    private static Breach twice(LineItemId item, BillingPeriod period, SafetyCheck.Billed before) {
        return new Breach(
                Bound.BILLED_TWICE,
                item.value(),
                period.start() + "/" + period.end(),
                "nothing of "
                        + before.period().start()
                        + "/"
                        + before.period().end()
                        + ", billed by "
                        + before.invoiceId());
    }

    private static Breach breach(RuntimeException broken) {
        return broken instanceof InvoiceInvariant sum && sum.isNegativeTotal()
                ? new Breach(Bound.NEGATIVE_TOTAL, null, sum.found(), "0 or more")
                : new Breach(
                        Bound.INVARIANT,
                        null,
                        String.valueOf(broken.getMessage()),
                        "both sides the same");
    }

    /** Lets a parked invoice go on; what does not add up is not accepted by anybody. */
    static Decision<InvoiceEvent.Released> release(InvoiceState state, InvoiceCommand.Release c) {
        return switch (InvoiceDecider.visible(state, c.scope())) {
            case Absent() -> Decision.notFound(InvoiceDecider.KIND, c.invoiceId());
            case Parked(var paper, var parked) -> released(paper, parked, c);
            case Draft _, Computed _, Finalized _, Skipped _, Voided _ ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "invoice '" + c.invoiceId() + "' is not parked"));
        };
    }

    private static Decision<InvoiceEvent.Released> released(
            InvoiceState.Paper paper, InvoiceEvent.Parked parked, InvoiceCommand.Release c) {
        Optional<Breach> never =
                parked.breaches().stream().filter(one -> !one.mayBeAccepted()).findFirst();
        if (c.how() == How.ACCEPT && never.isPresent()) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            "invoice '"
                                    + c.invoiceId()
                                    + "' cannot be accepted as it is, mend the cause and have it"
                                    + " checked again, or void it: "
                                    + told(never.get())));
        }
        InvoiceOpening opening = paper.opening().finalizedAt(c.at());
        List<Breach> accepted = new ArrayList<>(paper.accepted());
        if (c.how() == How.ACCEPT) {
            accepted.addAll(parked.breaches());
        }
        return Decision.unless(
                Rules.begin().textIfAny("note", c.note(), Rules.TEXT_MAX).broken(),
                new InvoiceEvent.Released(c.invoiceId(), c.at(), opening, accepted, c.note()));
    }

    static Rejection waiting(InvoiceId id, InvoiceEvent.Parked parked) {
        return Rejection.invalidOperation(
                "invoice '"
                        + id
                        + "' is parked and waits to be released: "
                        + parked.breaches().stream()
                                .map(SafetyRules::told)
                                .collect(Collectors.joining("; ")));
    }

    private static String told(Breach breach) {
        return breach.bound()
                + (breach.subject() == null ? "" : " of " + breach.subject())
                + ", "
                + breach.value()
                + " against "
                + breach.limit();
    }
}
