package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.payment.CheckoutJson;
import io.tallybook.api.flexprice.payment.CheckoutRequest;
import io.tallybook.api.flexprice.payment.Checkouts;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Answer;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes by which a subscription is changed in a known way, and what that would cost. */
@RestController
@RequestMapping("/v1/subscriptions/{id}/modify")
public final class Modifications {
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Choice<Kind> choice;
    private final Checkouts checkouts;

    public Modifications(Dispatch dispatch, Directory directory) {
        Changes changes = new Changes(dispatch, directory);
        kinds.put(
                "quantity_change",
                new Kind(
                        QuantityChanges.PARAMS,
                        Paid.AT_ONCE,
                        new QuantityChanges(dispatch, changes)::of));
        kinds.put(
                "inheritance",
                new Kind(
                        HeirChanges.PARAMS,
                        Paid.LATER,
                        new HeirChanges(dispatch, directory, changes)::of));
        kinds.put(
                "grouped_invoicing",
                new Kind(
                        GroupChanges.PARAMS,
                        Paid.LATER,
                        new GroupChanges(dispatch, directory, changes)::of));
        kinds.put(
                "addon",
                new Kind(
                        AddonChanges.PARAMS,
                        Paid.AT_ONCE,
                        new AddonChanges(dispatch, directory, changes)::of));
        kinds.put(
                "coupon",
                new Kind(
                        CouponChanges.PARAMS,
                        Paid.LATER,
                        new CouponChanges(dispatch, directory)::of));
        kinds.put(
                "tax",
                new Kind(TaxChanges.PARAMS, Paid.LATER, new TaxChanges(dispatch, directory)::of));
        kinds.put(
                "trial_end",
                new Kind(
                        TrialChanges.PARAMS,
                        Paid.AT_ONCE,
                        new TrialChanges(dispatch, directory, changes)::of));
        choice = Choice.of(kinds);
        checkouts = new Checkouts(dispatch);
    }

    /** When what it makes dearer is invoiced. */
    private enum Paid {
        /** If that is asked for. */
        AT_ONCE,
        LATER
    }

    /**
     * A kind of change.
     *
     * @param params the one field that says what is wished for
     * @param read makes it of the body, whose fields are checked afterwards
     */
    private record Kind(String params, Paid paid, Function<Fields, Modification> read) {}

    @PostMapping("/preview")
    Mono<ResponseEntity<byte[]>> preview(Call call, @PathVariable("id") String id, Body body) {
        body.refuse("since a preview makes nothing that could be paid", "checkout");
        return wished(body).preview(call, id).map(Answer::ok);
    }

    @PostMapping("/execute")
    Mono<ResponseEntity<byte[]>> execute(Call call, @PathVariable("id") String id, Body body) {
        CheckoutRequest checkout = CheckoutRequest.of(body);
        return wished(body)
                .execute(call, id)
                .flatMap(
                        made ->
                                checkouts.into(
                                        made.answer(),
                                        call,
                                        made.invoice().map(InvoiceView::id),
                                        checkout,
                                        CheckoutJson.Ordered.change(new SubscriptionId(id))))
                .map(Answer::ok);
    }

    private Modification wished(Body body) {
        Kind kind = body.required("type").choice(choice);
        if (kind == null) {
            body.check();
            throw new IllegalStateException("a type that is wrong is refused");
        }
        kinds.forEach(
                (type, other) -> {
                    if (!other.equals(kind)) {
                        body.refuse("since it goes with type " + type, other.params());
                    }
                });
        if (kind.paid() == Paid.LATER) {
            body.refuse("since nothing of it is to be paid at once", "checkout");
        }
        Modification modification = kind.read().apply(body);
        body.check();
        return modification;
    }
}
