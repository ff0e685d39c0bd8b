package io.tallybook.sagas.model;

import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.USD;

import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterRules;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.usage.ReadingBasis;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.usage.UsageReadingBuilder;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.time.Windows;
import io.tallybook.sagas.ViewsInMemory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.queryhandling.QueryGateway;

/** What is seen of the program from outside: its views, and the invoices it has made. */
final class Shown {
    /** Calls that came by another name. */
    private record Beside(String name, Instant at, int number) {}

    private final CustomerId customer;
    private final ViewsInMemory views = new ViewsInMemory();
    private final Map<SubscriptionId, SubscriptionTerms> terms = new HashMap<>();
    private final Set<SubscriptionId> over = new HashSet<>();
    private final Map<WalletId, BigDecimal> balances = new HashMap<>();
    private final Map<InvoiceId, InvoiceOpening> opened = new HashMap<>();
    private final Map<InvoiceId, List<InvoiceLine>> computed = new HashMap<>();
    private final Map<InvoiceId, List<LineSettlement>> settled = new HashMap<>();
    private final Map<InvoiceId, String> invoices = new LinkedHashMap<>();
    private final List<CouponAssociationView> coupons = new ArrayList<>();
    private final TreeMap<Instant, List<Integer>> calls = new TreeMap<>();
    private final List<Beside> beside = new ArrayList<>();
    private final Map<InvoiceId, InvoiceView> billed = new LinkedHashMap<>();

    Shown(CustomerId customer) {
        this.customer = customer;
        views.usage(this::count);
    }

    QueryGateway gateway() {
        return views.gateway();
    }

    WalletDocument wallet() {
        return new WalletDocument(
                customer, USD, null, null, BigDecimal.ONE, BigDecimal.ONE, Map.of());
    }

    /** What the wallets hold together. */
    BigDecimal balance() {
        return balances.values().stream().reduce(new BigDecimal("0.00"), BigDecimal::add);
    }

    /** Every finalized invoice in words, in the order in which they were finalized. */
    Map<InvoiceId, String> invoices() {
        return invoices;
    }

    void use(long hour, int number) {
        calls.computeIfAbsent(World.instant(hour), _ -> new ArrayList<>()).add(number);
    }

    void useBeside(String name, long hour, int number) {
        beside.add(new Beside(name, World.instant(hour), number));
    }

    /** What is agreed of one by now. */
    SubscriptionTerms terms(SubscriptionId id) {
        return Objects.requireNonNull(terms.get(id));
    }

    void give(String run, SubscriptionId to, Agreed.Coupon coupon) {
        String name = run + " coupon " + coupon.serial();
        boolean percentage = coupon.percent() > 0;
        Instant from = World.instant(coupon.from());
        var document =
                new CouponDocument(
                        name,
                        null,
                        percentage ? CouponDocument.Type.PERCENTAGE : CouponDocument.Type.FIXED,
                        percentage ? null : BigDecimal.valueOf(coupon.cents(), 2),
                        percentage ? BigDecimal.valueOf(coupon.percent()) : null,
                        percentage ? null : USD,
                        CouponDocument.Cadence.FOREVER,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        CouponId id = CouponId.of(Ulid.derived(Instant.EPOCH, name));
        coupons.add(
                new CouponAssociationView(
                        CouponAssociationId.of(Ulid.derived(Instant.EPOCH, name)),
                        SCOPE,
                        new CouponAssociationDocument(
                                id,
                                document,
                                to,
                                null,
                                from,
                                coupon.until() == SlowLine.EVER
                                        ? null
                                        : World.instant(coupon.until()),
                                Map.of()),
                        List.of(),
                        Stamp.first(from.plusSeconds(coupon.serial()), "test", 0)));
        views.held(coupons, BorneTaxes.NONE);
    }

    void on(EventMessage<?> message) {
        switch (message.getPayload()) {
            case SubscriptionEvent event -> on(event);
            case WalletEvent.Created event -> balances.put(event.walletId(), BigDecimal.ZERO);
            case WalletEvent.ToppedUp event -> moved(event.walletId(), event.transaction());
            case WalletEvent.Debited event -> moved(event.walletId(), event.transaction());
            case WalletEvent.GivenBack event -> moved(event.walletId(), event.transaction());
            case InvoiceEvent.Opened event -> {
                opened.put(event.invoiceId(), event.opening());
                stands(event.invoiceId(), InvoiceView.Status.DRAFT);
            }
            case InvoiceEvent.Computed event -> {
                computed.put(event.invoiceId(), event.lines());
                stands(event.invoiceId(), InvoiceView.Status.COMPUTED);
            }
            case InvoiceEvent.Finalized event -> {
                invoices.put(event.invoiceId(), text(event));
                settled.put(event.invoiceId(), event.settlements());
                stands(event.invoiceId(), InvoiceView.Status.FINALIZED);
            }
            case InvoiceEvent.Skipped event -> {
                computed.put(event.invoiceId(), event.lines());
                stands(event.invoiceId(), InvoiceView.Status.SKIPPED);
            }
            case InvoiceEvent.Voided event -> stands(event.invoiceId(), InvoiceView.Status.VOIDED);
            default -> {}
        }
        balances.forEach((id, credits) -> views.wallet(id, customer, credits.toPlainString(), "1"));
    }

    // What later invoices count as spent is read from those that there are.
    private void stands(InvoiceId id, InvoiceView.Status status) {
        Money nothing = Money.zero(USD);
        InvoiceOpening opening = Objects.requireNonNull(opened.get(id));
        billed.put(
                id,
                new InvoiceView(
                        id,
                        SCOPE,
                        opening,
                        status,
                        null,
                        computed.getOrDefault(id, List.of()),
                        settled.getOrDefault(id, List.of()),
                        List.of(),
                        new InvoiceTotals(nothing, nothing, nothing, nothing, nothing),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Stamp.first(opening.finalizeAt(), "test", 0),
                        null,
                        null,
                        null));
        views.invoices(List.copyOf(billed.values()));
    }

    private void on(SubscriptionEvent event) {
        SubscriptionId id = event.subscriptionId();
        switch (event) {
            case SubscriptionEvent.Activated e -> terms.put(id, e.terms());
            case SubscriptionEvent.LinesChanged e ->
                    terms.computeIfPresent(id, (_, t) -> t.after(e));
            case SubscriptionEvent.HeirsChanged e ->
                    terms.computeIfPresent(id, (_, t) -> t.after(e));
            case SubscriptionEvent.GroupChanged e ->
                    terms.computeIfPresent(id, (_, t) -> t.after(e));
            case SubscriptionEvent.GroupJoined e ->
                    terms.computeIfPresent(id, (_, t) -> t.after(e));
            case SubscriptionEvent.GroupLeft e -> terms.computeIfPresent(id, (_, t) -> t.after(e));
            case SubscriptionEvent.TrialChanged e ->
                    terms.computeIfPresent(id, (_, t) -> t.after(e));
            case SubscriptionEvent.Remetered e -> terms.computeIfPresent(id, (_, t) -> t.after(e));
            case SubscriptionEvent.Paused e -> terms.computeIfPresent(id, (_, t) -> t.after(e));
            case SubscriptionEvent.Resumed e -> terms.computeIfPresent(id, (_, t) -> t.after(e));
            case SubscriptionEvent.ThresholdCrossed e ->
                    terms.computeIfPresent(id, (_, t) -> t.after(e));
            case SubscriptionEvent.Drafted _,
                    SubscriptionEvent.Renewed _,
                    SubscriptionEvent.TrialEnded _,
                    SubscriptionEvent.PaymentAwaited _,
                    SubscriptionEvent.PaymentArrived _,
                    SubscriptionEvent.PaymentMissed _,
                    SubscriptionEvent.ChangeScheduled _,
                    SubscriptionEvent.ChangeWithdrawn _,
                    SubscriptionEvent.PauseScheduled _,
                    SubscriptionEvent.PauseWithdrawn _,
                    SubscriptionEvent.CancellationScheduled _,
                    SubscriptionEvent.CancellationWithdrawn _ -> {}
            case SubscriptionEvent.Cancelled _ -> over.add(id);
        }
        terms.forEach(
                (one, agreed) ->
                        views.subscription(
                                one,
                                SCOPE,
                                agreed,
                                over.contains(one)
                                        ? SubscriptionView.Status.CANCELLED
                                        : SubscriptionView.Status.ACTIVE));
    }

    private void moved(WalletId wallet, TransactionDocument transaction) {
        balances.put(wallet, transaction.balanceAfter());
    }

    private String text(InvoiceEvent.Finalized event) {
        return SlowInvoice.text(
                Objects.requireNonNull(opened.get(event.invoiceId())).reason().name(),
                Objects.requireNonNull(computed.get(event.invoiceId())).stream()
                        .map(
                                line ->
                                        SlowInvoice.text(
                                                line.input().displayName(),
                                                World.hour(line.input().servicePeriod().start()),
                                                line.amount().toDecimal()))
                        .toList(),
                event.totals().subtotal().toDecimal(),
                event.totals().discount().toDecimal(),
                event.totals().credits().toDecimal());
    }

    private UsageReading count(ReadingRequest request) {
        TreeMap<Instant, List<Integer>> counted = new TreeMap<>();
        calls.subMap(request.period().start(), request.period().end())
                .forEach((at, numbers) -> counted.put(at, new ArrayList<>(numbers)));
        beside.stream()
                .filter(use -> request.period().contains(use.at()))
                .filter(use -> request.counts(use.name(), use.at()))
                .forEach(
                        use ->
                                counted.computeIfAbsent(use.at(), _ -> new ArrayList<>())
                                        .add(use.number()));
        WindowSize size = request.meter().bucketSize();
        if (size == null) {
            int sum = counted.values().stream().flatMap(List::stream).mapToInt(n -> n).sum();
            return ViewsInMemory.reading(request, Integer.toString(sum));
        }
        return inWindows(request, MeterRules.window(size), counted);
    }

    private static UsageReading inWindows(
            ReadingRequest request,
            io.tallybook.domain.time.WindowSize size,
            Map<Instant, List<Integer>> counted) {
        ReadingBasis basis = Objects.requireNonNull(request.basis());
        ZoneId zone = ZoneId.of(basis.timezone());
        Windows windows = new Windows(size, zone, basis.anchor());
        BinaryOperator<Integer> with =
                request.meter().aggregation() == AggregationType.MAX ? Math::max : Integer::sum;
        TreeMap<Instant, Integer> values = new TreeMap<>();
        counted.forEach(
                (at, numbers) ->
                        numbers.forEach(
                                number -> values.merge(windows.at(at).start(), number, with)));
        List<WindowedRating.Window> all =
                values.entrySet().stream()
                        .map(
                                window ->
                                        new WindowedRating.Window(
                                                LocalTime.ofInstant(window.getKey(), zone),
                                                BigDecimal.valueOf(window.getValue())))
                        .toList();
        int sum = values.values().stream().mapToInt(n -> n).sum();
        return UsageReadingBuilder.builder(ViewsInMemory.reading(request, Integer.toString(sum)))
                .buckets(
                        basis.told() == ReadingBasis.Told.VALUE_AND_TIME
                                ? UsageReading.runsByTime(all)
                                : UsageReading.runs(
                                        all.stream().map(WindowedRating.Window::value).toList()))
                .build();
    }
}
