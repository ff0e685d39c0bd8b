package io.tallybook.query.invoice;

import io.tallybook.core.invoice.AdjustmentsApplied;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceNotes;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.InvoiceView.Status;
import io.tallybook.core.invoice.InvoiceViewBuilder;
import io.tallybook.core.invoice.Parking;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is seen of an invoice. */
public final class InvoiceFold implements Fold<InvoiceView, InvoiceEvent> {
    @Override
    public InvoiceView on(@Nullable InvoiceView current, InvoiceEvent event, Recorded info) {
        return step(current, event, info).with(adjustments(current, event));
    }

    private static @Nullable AdjustmentsApplied adjustments(
            @Nullable InvoiceView current, InvoiceEvent event) {
        if (event instanceof InvoiceEvent.Computed e) {
            return e.adjustments();
        }
        if (event instanceof InvoiceEvent.DraftComputed e) {
            return e.adjustments();
        }
        // What a parked one would have billed is shown before coupons and taxes.
        return current == null || event instanceof InvoiceEvent.Parked
                ? null
                : current.adjustments();
    }

    private static InvoiceView step(
            @Nullable InvoiceView current, InvoiceEvent event, Recorded info) {
        return switch (event) {
            case InvoiceEvent.Opened e -> opened(e, info);
            case InvoiceEvent.FinalizationRequested e ->
                    requested(Fold.begun(current, event), e, info);
            case InvoiceEvent.Computed e ->
                    lines(
                            by(e.conventions(), Fold.begun(current, event)),
                            Status.COMPUTED,
                            e.lines(),
                            e.subtotal(),
                            e.inputsDigest(),
                            e.engineVersion(),
                            info);
            case InvoiceEvent.DraftComputed e ->
                    lines(
                            Fold.begun(current, event),
                            Status.DRAFT,
                            e.lines(),
                            e.subtotal(),
                            e.inputsDigest(),
                            e.engineVersion(),
                            info);
            case InvoiceEvent.Parked e -> parked(Fold.begun(current, event), e, info);
            case InvoiceEvent.Released e -> released(Fold.begun(current, event), e, info);
            case InvoiceEvent.Skipped e ->
                    lines(
                            Fold.begun(current, event),
                            Status.SKIPPED,
                            e.lines(),
                            e.subtotal(),
                            e.inputsDigest(),
                            e.engineVersion(),
                            info);
            case InvoiceEvent.Finalized e -> finalized(Fold.begun(current, event), e, info);
            case InvoiceEvent.Voided e -> voided(Fold.begun(current, event), e, info);
            case InvoicePaymentEvent e -> paid(Fold.begun(current, event), e, info);
            case InvoiceEvent.Described e -> described(Fold.begun(current, event), e, info);
            case InvoiceEvent.ComputationRequested _, InvoiceEvent.CommunicationRequested _ -> {
                InvoiceView before = Fold.begun(current, event);
                yield before.paid(before.money(), info.stampAfter(before.stamp()));
            }
        };
    }

    private static InvoiceView opened(InvoiceEvent.Opened e, Recorded info) {
        Money zero = Money.zero(e.opening().currency());
        return new InvoiceView(
                e.invoiceId(),
                e.scope(),
                e.opening(),
                Status.DRAFT,
                null,
                List.of(),
                List.of(),
                List.of(),
                new InvoiceTotals(zero, zero, zero, zero, zero),
                null,
                null,
                null,
                null,
                null,
                null,
                info.firstStamp(),
                InvoiceNotes.of(e.opening()),
                null,
                null);
    }

    private static InvoiceView by(Conventions conventions, InvoiceView before) {
        return before.noting(before.said().computed(conventions));
    }

    // What it would have billed is shown, so that an operator can judge it.
    private static InvoiceView parked(InvoiceView before, InvoiceEvent.Parked e, Recorded info) {
        return lines(
                before.noting(before.said().parked(new Parking(e.parkedAt(), e.breaches()))),
                Status.DRAFT,
                e.lines(),
                e.subtotal(),
                null,
                null,
                info);
    }

    private static InvoiceView released(
            InvoiceView before, InvoiceEvent.Released e, Recorded info) {
        return requested(
                before.noting(before.said().parked(null)),
                new InvoiceEvent.FinalizationRequested(e.invoiceId(), e.releasedAt()),
                info);
    }

    private static InvoiceView requested(
            InvoiceView before, InvoiceEvent.FinalizationRequested e, Recorded info) {
        return InvoiceViewBuilder.builder(before)
                .opening(before.opening().finalizedAt(e.finalizeAt()))
                .stamp(info.stampAfter(before.stamp()))
                .build();
    }

    private static InvoiceView lines(
            InvoiceView before,
            Status status,
            List<InvoiceLine> lines,
            Money subtotal,
            @Nullable String inputsDigest,
            @Nullable String engineVersion,
            Recorded info) {
        Money zero = Money.zero(before.opening().currency());
        return InvoiceViewBuilder.builder(before)
                .status(status)
                .lines(lines)
                .settlements(List.of())
                .credits(List.of())
                .totals(new InvoiceTotals(subtotal, zero, zero, zero, subtotal))
                .computedAt(info.effectiveAt())
                .inputsDigest(inputsDigest)
                .engineVersion(engineVersion)
                .stamp(info.stampAfter(before.stamp()))
                .build();
    }

    private static InvoiceView finalized(
            InvoiceView before, InvoiceEvent.Finalized e, Recorded info) {
        return InvoiceViewBuilder.builder(before)
                .status(Status.FINALIZED)
                .number(e.number())
                .settlements(e.settlements())
                .credits(e.credits())
                .totals(e.totals())
                .finalizedAt(e.finalizedAt())
                .dueDate(e.dueDate())
                .stamp(info.stampAfter(before.stamp()))
                .build();
    }

    private static InvoiceView paid(InvoiceView before, InvoicePaymentEvent e, Recorded info) {
        return before.paid(
                before.money().after(e, before.billed()), info.stampAfter(before.stamp()));
    }

    private static InvoiceView voided(InvoiceView before, InvoiceEvent.Voided e, Recorded info) {
        return InvoiceViewBuilder.builder(before)
                .status(Status.VOIDED)
                .voidedAt(e.voidedAt())
                .stamp(info.stampAfter(before.stamp()))
                .notes(
                        e.replacement() == null
                                ? waitingForNobody(before)
                                : before.said().replaced(InvoiceId.derived(e.replacement())))
                .build();
    }

    private static @Nullable InvoiceNotes waitingForNobody(InvoiceView before) {
        return before.said().parking() == null ? before.notes() : before.said().parked(null);
    }

    private static InvoiceView described(
            InvoiceView before, InvoiceEvent.Described e, Recorded info) {
        Instant dueDate = before.dueDate();
        return InvoiceViewBuilder.builder(before)
                .dueDate(
                        dueDate == null || e.details().dueDate() == null
                                ? dueDate
                                : e.details().dueDate())
                .stamp(info.stampAfter(before.stamp()))
                .notes(before.said().edited(e.details()))
                .build();
    }
}
