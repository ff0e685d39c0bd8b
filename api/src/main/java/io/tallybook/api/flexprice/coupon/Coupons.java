package io.tallybook.api.flexprice.coupon;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.discount.CouponCommand;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.discount.CouponQuery;
import io.tallybook.core.discount.CouponView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of coupons. */
@RestController
@RequestMapping("/v1/coupons")
public final class Coupons {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("name", "name")
                    .words("type", "type", Map.of("fixed", "FIXED", "percentage", "PERCENTAGE"))
                    .words(
                            "cadence",
                            "cadence",
                            Map.of("once", "ONCE", "repeated", "REPEATED", "forever", "FOREVER"));

    private static final int SHORT = 255;
    private static final int LONG = 1_024;
    private static final int MANY = 1_000;

    private final Dispatch dispatch;
    private final CouponsNamed named;

    public Coupons(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.named = new CouponsNamed(dispatch);
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        CouponDocument coupon = CouponRequest.of(body);
        CouponId id = CouponId.of(call.ids().next());
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create = new CouponCommand.Create(id, call.scope(), at, coupon);
                            return dispatch.send(call, ViewKind.COUPON, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .map(view -> Answer.created(CouponJson.of(view, 0)));
    }

    private Mono<CouponView> shown(Call call, CouponCommand.Create made, long version) {
        return dispatch.find(new CouponQuery.ById(call.scope(), made.couponId()), CouponView.class)
                .defaultIfEmpty(
                        new CouponView(
                                made.couponId(),
                                made.scope(),
                                made.coupon(),
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return coupon(call, id).flatMap(view -> alone(call, view));
    }

    private Mono<ResponseEntity<byte[]>> alone(Call call, CouponView view) {
        return named.redeemed(call, List.of(view))
                .map(counts -> Answer.ok(CouponJson.of(view, counts.of(view.id()))));
    }

    private Mono<CouponView> coupon(Call call, String id) {
        return dispatch.find(
                        new CouponQuery.ById(call.scope(), Named.id("coupon", id, CouponId::new)),
                        CouponView.class)
                .switchIfEmpty(Named.missing("coupon", id));
    }

    @GetMapping("/code/{code}")
    Mono<ResponseEntity<byte[]>> byCode(Call call, @PathVariable("code") String code) {
        return dispatch.find(new CouponQuery.ByCode(call.scope(), code), CouponView.class)
                .switchIfEmpty(Named.missing("coupon", code))
                .flatMap(view -> alone(call, view));
    }

    /** Gives it another name or other metadata; what is left out stays. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        String name = body.optional("name").text(SHORT);
        var metadata = body.optional("metadata").map(LONG);
        boolean keepMetadata = !body.has("metadata");
        body.refuseUnsupported("type", "amount_off", "percentage_off", "currency", "cadence");
        body.refuseUnsupported("coupon_code", "duration_in_periods", "max_redemptions");
        body.refuseUnsupported("redeem_after", "redeem_before", "rules");
        body.check();
        return Mono.zip(coupon(call, id), dispatch.now(call))
                .flatMap(
                        both -> {
                            CouponView before = both.getT1();
                            var update =
                                    new CouponCommand.Update(
                                            before.id(),
                                            call.scope(),
                                            both.getT2(),
                                            name == null ? before.coupon().name() : name,
                                            keepMetadata ? before.coupon().metadata() : metadata);
                            return dispatch.send(call, ViewKind.COUPON, update);
                        })
                .then(Mono.defer(() -> get(call, id)));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        return Mono.zip(coupon(call, id), dispatch.now(call))
                .flatMap(
                        both ->
                                dispatch.send(
                                        call,
                                        ViewKind.COUPON,
                                        new CouponCommand.Delete(
                                                both.getT1().id(), call.scope(), both.getT2())))
                .thenReturn(
                        Answer.ok(Json.object().put("message", "the coupon was deleted").node()));
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        return page(call, params);
    }

    @PostMapping("/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        return page(call, body);
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, Fields in) {
        var criteria = new Criteria(in).any("coupon_ids", "id").isOneOf("code", codes(in));
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new CouponQuery.Search(call.scope(), request.spec()),
                        CouponQuery.Page.class)
                .flatMap(
                        page ->
                                named.redeemed(call, page.items())
                                        .map(
                                                counts ->
                                                        PageJson.of(
                                                                request,
                                                                page.items(),
                                                                page.total(),
                                                                view ->
                                                                        CouponJson.of(
                                                                                view,
                                                                                counts.of(
                                                                                        view
                                                                                                .id())))))
                .map(Answer::ok);
    }

    private static List<String> codes(Fields in) {
        return in.optional("coupon_codes").texts(MANY, SHORT).stream()
                .map(code -> code.toLowerCase(Locale.ROOT))
                .toList();
    }
}
