package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.Map;

/** What requests to change a subscription have in common. */
final class Wishes {
    static final int SHORT = 255;
    static final int LONG = 1_024;

    private static final Choice<Settling> PRORATION =
            Choice.of(Map.of("create_prorations", Settling.AT_ONCE, "none", Settling.NONE));

    private Wishes() {}

    /**
     * How a change is settled: at once, not at all, or, if nothing is said, with the next invoice.
     */
    static Settling settling(Fields in) {
        return in.optional("proration_behavior").choice(PRORATION, Settling.NEXT_INVOICE);
    }

    /** The same subscription. Errors: ProblemException (400) if it has ended. */
    static SubscriptionView alive(SubscriptionView view) {
        if (view.status().isOver()) {
            throw refused("id", "a subscription that has not ended", view.status().name());
        }
        return view;
    }

    /**
     * The object that says what is wished for. Errors: ProblemException (400) if it is not there.
     */
    static Fields params(Fields body, String name) {
        Fields params = body.required(name).object();
        if (params == null) {
            body.check();
            throw new IllegalStateException(name + " is refused where it is no object");
        }
        return params;
    }

    /** A field that is wrong in a way that only what it refers to tells. */
    static RuntimeException refused(String field, String expected, String got) {
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "%s: expected %s, got %s".formatted(field, expected, got),
                        Map.of("field", field, "expected", expected, "got", got))
                .asException();
    }
}
