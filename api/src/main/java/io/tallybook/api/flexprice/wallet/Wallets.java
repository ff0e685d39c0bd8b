package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Receipt;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitQuery;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of wallets themselves. */
@RestController
public final class Wallets {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("customer_id", "customer_id")
                    .text("currency", "currency")
                    .text("price_unit", "price_unit")
                    .words(
                            "wallet_status",
                            "status",
                            Map.of("active", "ACTIVE", "closed", "CLOSED"))
                    .words(
                            "wallet_type",
                            "kind",
                            Map.of(
                                    "PRE_PAID",
                                    "PREPAID",
                                    "POST_PAID",
                                    "POSTPAID",
                                    "PROMOTIONAL",
                                    "PROMOTIONAL"));

    /** What {@code status} stands for in the view; nothing for what no wallet ever is. */
    private static final Choice<List<String>> WALLET_STATUS =
            Choice.of(
                    Map.of(
                            "active", List.of("ACTIVE"),
                            "closed", List.of("CLOSED"),
                            "published", List.of("ACTIVE", "CLOSED"),
                            "frozen", List.of(),
                            "deleted", List.of(),
                            "archived", List.of()));

    private static final Choice<WalletCommand.Leftover> LEFTOVER =
            Choice.of(
                    Map.of(
                            "forfeit", WalletCommand.Leftover.FORFEIT,
                            "refund", WalletCommand.Leftover.REFUND));

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private final Dispatch dispatch;
    private final Directory directory;
    private final WalletReads reads;
    private final WalletAlerts watch;

    public Wallets(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.reads = new WalletReads(dispatch);
        this.watch = new WalletAlerts(dispatch);
    }

    @PostMapping("/v1/wallets")
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        AlertConfig alerts = WalletAlerts.of(body);
        WalletRequest request = WalletRequest.of(body);
        WalletId id = WalletId.of(call.ids().next());
        WalletTransactionId initial = WalletTransactionId.of(call.ids().next());
        return Mono.zip(
                        dispatch.now(call),
                        customer(call, request),
                        unit(call, request),
                        metered(call, request.terms().named()))
                .flatMap(
                        found -> {
                            var create =
                                    new WalletCommand.Create(
                                            id,
                                            call.scope(),
                                            found.getT1(),
                                            request.document(
                                                    found.getT2().id(),
                                                    found.getT3(),
                                                    found.getT4()));
                            return dispatch.send(call, ViewKind.WALLET, create)
                                    .flatMap(made -> loaded(call, create, request, initial, made))
                                    .flatMap(receipt -> shown(call, create, request, receipt))
                                    .flatMap(
                                            view ->
                                                    watch.say(call, id, alerts, create.at())
                                                            .thenReturn(view));
                        })
                .flatMap(view -> watch.into(call, WalletJson.of(view)))
                .map(Answer::ok);
    }

    private Mono<CustomerView> customer(Call call, WalletRequest request) {
        if (request.customerId() != null) {
            return directory.customer(
                    call, Named.id("customer", request.customerId(), CustomerId::new));
        }
        return directory.customerNamed(call, Objects.requireNonNull(request.externalCustomerId()));
    }

    private Mono<Optional<PriceUnitDocument>> unit(Call call, WalletRequest request) {
        String code = request.priceUnit();
        if (code == null) {
            return Mono.just(Optional.empty());
        }
        return Directory.inUse(
                        "price unit",
                        dispatch.find(
                                        new PriceUnitQuery.ByCode(call.scope(), code),
                                        PriceUnitView.class)
                                .switchIfEmpty(Named.missing("price unit", code)))
                .map(view -> Optional.of(request.fitting(view.unit())));
    }

    /** The meter of each feature. Errors: ProblemException if there is none (404, 400). */
    private Mono<Map<FeatureId, MeterId>> metered(Call call, List<FeatureId> named) {
        return (named.isEmpty()
                        ? Mono.just(Map.<String, FeatureView>of())
                        : directory.features(call, named))
                .map(
                        found -> {
                            Map<FeatureId, MeterId> meters = new HashMap<>();
                            named.forEach(id -> meters.put(id, meter(id, found.get(id.value()))));
                            return meters;
                        });
    }

    private static MeterId meter(FeatureId id, @Nullable FeatureView feature) {
        if (feature == null) {
            throw Problem.of(
                            ProblemCode.NOT_FOUND,
                            "feature '" + id + "' was not found",
                            Map.of("kind", "feature", "id", id.value()))
                    .asException();
        }
        MeterId meter = feature.feature().meterId();
        if (meter == null) {
            throw Problem.of(
                            ProblemCode.VALIDATION_ERROR,
                            "config.allowed_feature_ids: expected features that are metered, got '"
                                    + id
                                    + "'",
                            Map.of(
                                    "field",
                                    "config.allowed_feature_ids",
                                    "sent",
                                    id.value(),
                                    "expected",
                                    "features that are metered"))
                    .asException();
        }
        return meter;
    }

    private Mono<Receipt> loaded(
            Call call,
            WalletCommand.Create create,
            WalletRequest request,
            WalletTransactionId id,
            Receipt made) {
        if (request.initialCredits().signum() == 0) {
            return Mono.just(made);
        }
        return dispatch.send(
                call,
                ViewKind.WALLET,
                new WalletCommand.TopUp(
                        create.walletId(),
                        call.scope(),
                        create.at(),
                        id,
                        request.initialCredits(),
                        Reason.FREE_CREDIT_GRANT,
                        request.initialCreditsExpireAt(),
                        null,
                        null,
                        null,
                        Map.of()));
    }

    private Mono<WalletView> shown(
            Call call, WalletCommand.Create made, WalletRequest request, Receipt receipt) {
        BigDecimal credits = request.initialCredits();
        return dispatch.find(new WalletQuery.ById(call.scope(), made.walletId()), WalletView.class)
                .defaultIfEmpty(
                        new WalletView(
                                made.walletId(),
                                made.scope(),
                                made.wallet(),
                                credits,
                                credits,
                                BigDecimal.ZERO,
                                Stamp.first(made.at(), call.caller().actor(), receipt.version())));
    }

    @GetMapping("/v1/wallets/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return reads.wallet(call, id)
                .flatMap(view -> watch.into(call, WalletJson.of(view)))
                .map(Answer::ok);
    }

    /** Describes it anew and says how it is used; what is left out stays. */
    @PutMapping("/v1/wallets/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        String name = body.optional("name").text(SHORT);
        String description = body.optional("description").text(LONG);
        Map<String, String> metadata = body.optional("metadata").map(LONG);
        boolean keepMetadata = !body.has("metadata");
        TermsRequest terms = TermsRequest.of(body);
        AlertConfig alerts = WalletAlerts.of(body);
        body.check();
        return Mono.zip(dispatch.now(call), reads.wallet(call, id), metered(call, terms.named()))
                .flatMap(
                        found -> {
                            WalletDocument was = found.getT2().wallet();
                            var wanted =
                                    new WalletDocument(
                                            was.customerId(),
                                            was.currency(),
                                            name == null ? was.name() : name,
                                            description == null ? was.description() : description,
                                            was.conversionRate(),
                                            was.topupConversionRate(),
                                            keepMetadata ? was.metadata() : metadata,
                                            terms.over(was.agreed(), found.getT3()));
                            return dispatch.send(
                                            call,
                                            ViewKind.WALLET,
                                            new WalletCommand.Update(
                                                    found.getT2().id(),
                                                    call.scope(),
                                                    found.getT1(),
                                                    wanted))
                                    .then(
                                            watch.say(
                                                    call,
                                                    found.getT2().id(),
                                                    alerts,
                                                    found.getT1()));
                        })
                .then(Mono.defer(() -> get(call, id)));
    }

    /** Closes it for good; {@code leftover} says what becomes of the credits in it. */
    @PostMapping("/v1/wallets/{id}/terminate")
    Mono<ResponseEntity<byte[]>> terminate(Call call, @PathVariable("id") String id, Body body) {
        WalletCommand.Leftover leftover =
                body.optional("leftover").choice(LEFTOVER, WalletCommand.Leftover.FORFEIT);
        body.check();
        return Mono.zip(dispatch.now(call), reads.wallet(call, id))
                .flatMap(
                        found -> {
                            WalletId wallet = found.getT2().id();
                            return dispatch.send(
                                    call,
                                    ViewKind.WALLET,
                                    new WalletCommand.Terminate(
                                            wallet,
                                            call.scope(),
                                            found.getT1(),
                                            WalletTransactionId.of(
                                                    Ulid.derived(
                                                            Instant.EPOCH,
                                                            "termination",
                                                            wallet.value())),
                                            leftover));
                        })
                .then(Mono.defer(() -> get(call, id)));
    }

    @PostMapping("/v1/wallets/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        return page(call, body);
    }

    @GetMapping("/v1/wallets")
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        return page(call, params);
    }

    private static WalletQuery.@Nullable Watched watched(@Nullable Boolean alerts) {
        return alerts == null ? null : alerts ? WalletQuery.Watched.YES : WalletQuery.Watched.NO;
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, Fields in) {
        List<String> states =
                in.optional("status").choice(WALLET_STATUS, List.of("ACTIVE", "CLOSED"));
        Boolean alerts = in.optional("alert_enabled").truth();
        var criteria =
                new Criteria(in)
                        .any("wallet_ids", "id")
                        .one("customer_id", "customer_id")
                        .isOneOf("status", states);
        ListRequest request = ListRequest.ofAnyStatus(in, FIELDS, criteria);
        if (states.isEmpty()) {
            return Mono.just(
                    Answer.ok(PageJson.of(request, List.<WalletView>of(), 0, WalletJson::of)));
        }
        return dispatch.ask(
                        new WalletQuery.Search(call.scope(), request.spec(), watched(alerts)),
                        WalletQuery.Page.class)
                .flatMap(
                        page ->
                                watch.into(call, page.items().stream().map(WalletJson::of).toList())
                                        .map(
                                                shown ->
                                                        Answer.ok(
                                                                PageJson.of(
                                                                        request,
                                                                        shown,
                                                                        page.total(),
                                                                        wallet -> wallet))));
    }
}
