package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Other quantities of lines that do not count usage. */
final class QuantityChanges {
    static final String PARAMS = "quantity_change_params";
    private static final int MOST = 500;

    private final Dispatch dispatch;
    private final Changes changes;

    QuantityChanges(Dispatch dispatch, Changes changes) {
        this.dispatch = dispatch;
        this.changes = changes;
    }

    /** How many of a line there are to be, from when on. */
    private record Quantity(String line, BigDecimal quantity, @Nullable Instant from) {}

    /** The caller has to check the fields. */
    Modification of(Fields body) {
        List<Quantity> wished = quantities(body);
        return new LineModification(changes, (call, id) -> wished(call, id, wished));
    }

    private Mono<Change> wished(Call call, String id, List<Quantity> quantities) {
        return dispatch.now(call)
                .flatMap(
                        now ->
                                changes.changeable(call, id, now)
                                        .map(view -> change(call, view, quantities, now)));
    }

    private static List<Quantity> quantities(Fields body) {
        Fields params = body.required(PARAMS).object();
        List<Quantity> all = new ArrayList<>();
        if (params == null) {
            return all;
        }
        for (Fields line : params.required("line_items").objects(1, MOST)) {
            all.add(
                    new Quantity(
                            line.required("id").text(Wishes.SHORT),
                            line.required("quantity").amount(),
                            line.optional("effective_date").instant()));
        }
        return all;
    }

    private static Change change(
            Call call, SubscriptionView view, List<Quantity> quantities, Instant now) {
        List<LineItem> added = new ArrayList<>();
        List<LineEnd> ended = new ArrayList<>();
        for (Quantity wish : quantities) {
            LineItem line = line(view, wish, now);
            Instant from = wish.from() == null ? now : wish.from();
            added.add(
                    line.as(LineItemId.of(call.ids().next()), wish.quantity())
                            .holding(from, line.endDate()));
            ended.add(new LineEnd(line.id(), from));
        }
        return new Change(
                view,
                new ChangeLines(
                        view.id(),
                        call.scope(),
                        now,
                        LineItems.changeId(call.ids().next()),
                        Settling.AT_ONCE,
                        added,
                        ended),
                List.of());
    }

    private static LineItem line(SubscriptionView view, Quantity wish, Instant now) {
        LineItemId id = Named.id("line item", wish.line(), LineItemId::new);
        LineItem line =
                view.terms().lineItems().stream()
                        .filter(l -> l.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> Named.none("line item", id));
        if (line.price().type() == PriceDocument.Type.USAGE) {
            throw refused(
                    "quantity_change_params.line_items.id",
                    "a line of type FIXED",
                    "'%s' of type USAGE".formatted(id));
        }
        Instant end = line.endDate();
        if (end != null && !now.isBefore(end)) {
            throw refused(
                    "quantity_change_params.line_items.id",
                    "a line that holds",
                    "'%s', which ended at %s".formatted(id, end));
        }
        return line;
    }
}
