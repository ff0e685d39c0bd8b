package io.tallybook.query.creditgrant;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditgrant.CreditGrantEvent.Because;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.creditgrant.CreditGrantView.Course;
import io.tallybook.core.creditgrant.GrantApplication;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What is seen of a credit grant. */
public final class CreditGrantFold implements Fold<CreditGrantView, CreditGrantEvent> {
    @Override
    public CreditGrantView on(
            @Nullable CreditGrantView current, CreditGrantEvent event, Recorded info) {
        if (event instanceof CreditGrantEvent.Created e) {
            return new CreditGrantView(
                    e.grantId(),
                    e.scope(),
                    e.grant(),
                    Course.beginning(e.next()),
                    info.firstStamp());
        }
        CreditGrantView before = Fold.begun(current, event);
        Course was = before.course();
        return switch (event) {
            case CreditGrantEvent.Created _ -> before;
            case CreditGrantEvent.Updated e -> view(before, e.grant(), was.then(e.next()), info);
            case CreditGrantEvent.Applied e -> view(before, before.grant(), applied(was, e), info);
            case CreditGrantEvent.Skipped e ->
                    view(before, before.grant(), was.then(e.next()), info);
            case CreditGrantEvent.ApplicationFailed e ->
                    view(before, before.grant(), failed(was, e), info);
            case CreditGrantEvent.Ended e -> ended(before, e, info);
        };
    }

    private static Course applied(Course was, CreditGrantEvent.Applied e) {
        GrantApplication given = e.application();
        return new Course(
                was.times() + 1,
                was.credits().add(given.credits()),
                e.next(),
                given,
                was.endedAt(),
                was.because());
    }

    // Only the last is kept; how much an earlier one was, its event says.
    private static Course failed(Course was, CreditGrantEvent.ApplicationFailed e) {
        GrantApplication last = was.last();
        BigDecimal lost =
                last != null && last.index() == e.index() ? last.credits() : BigDecimal.ZERO;
        return new Course(
                was.times(),
                was.credits().subtract(lost),
                was.next(),
                last,
                was.endedAt(),
                was.because());
    }

    private static CreditGrantView ended(
            CreditGrantView before, CreditGrantEvent.Ended e, Recorded info) {
        Course was = before.course();
        var over =
                new Course(was.times(), was.credits(), null, was.last(), e.endedAt(), e.because());
        return new CreditGrantView(
                before.id(),
                before.scope(),
                before.grant(),
                over,
                e.because() == Because.DELETED
                        ? info.stampAfter(before.stamp(), EntityStatus.DELETED)
                        : info.stampAfter(before.stamp()));
    }

    private static CreditGrantView view(
            CreditGrantView before, CreditGrantDocument grant, Course course, Recorded info) {
        return new CreditGrantView(
                before.id(), before.scope(), grant, course, info.stampAfter(before.stamp()));
    }
}
