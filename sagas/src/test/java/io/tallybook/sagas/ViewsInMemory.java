package io.tallybook.sagas;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.catalogue.PlanQuery;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceQuery;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.CreditGrantQuery;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.invoice.BilledBefore;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.PaidUnused;
import io.tallybook.core.invoice.UnusedWorth;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.tax.TaxAssociationQuery;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.core.wallet.WalletViewBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.jspecify.annotations.Nullable;

/** Answers the queries of processes from memory, over a real query bus. */
public final class ViewsInMemory {
    private final SimpleQueryBus bus = SimpleQueryBus.builder().build();
    private final Map<SubscriptionId, SubscriptionView> subscriptions = new ConcurrentHashMap<>();
    private final Map<WalletId, WalletView> wallets = new ConcurrentHashMap<>();
    private final Map<CreditGrantId, CreditGrantView> grants = new ConcurrentHashMap<>();
    private final List<EnvironmentView> environments = new CopyOnWriteArrayList<>();
    private volatile Given given = Given.NOTHING;
    private List<CouponAssociationView> coupons = List.of();
    private BorneTaxes borne = BorneTaxes.NONE;
    private final Map<PaymentId, PaymentView> payments = new ConcurrentHashMap<>();
    private @Nullable SettingView setting;
    private volatile BilledBefore billed = BilledBefore.NOTHING;
    private final List<UsageQuery.Read> reads = new CopyOnWriteArrayList<>();
    private volatile List<InvoiceView> invoices = List.of();
    private volatile Function<ReadingRequest, UsageReading> readings =
            request -> reading(request, "0");

    public ViewsInMemory() {
        answer(
                SubscriptionQuery.ByIds.class,
                SubscriptionQuery.Page.class,
                query -> {
                    List<SubscriptionView> found = new ArrayList<>();
                    for (SubscriptionId id : query.ids()) {
                        SubscriptionView view = subscriptions.get(id);
                        if (view != null && view.scope().equals(query.scope())) {
                            found.add(view);
                        }
                    }
                    return new SubscriptionQuery.Page(found, found.size());
                });
        answer(AwaitView.class, Boolean.class, _ -> false);
        answer(
                CreditGrantQuery.ByIds.class,
                CreditGrantQuery.Page.class,
                query ->
                        page(
                                grants.values().stream()
                                        .filter(view -> query.ids().contains(view.id()))
                                        .toList()));
        answer(
                CreditGrantQuery.OfHolders.class,
                CreditGrantQuery.Page.class,
                query ->
                        page(
                                grants.values().stream()
                                        .filter(view -> query.ids().contains(holder(view)))
                                        .toList()));
        bus.<Optional<WalletView>>subscribe(
                WalletQuery.ById.class.getName(),
                WalletView.class,
                message ->
                        Optional.ofNullable(
                                wallets.get(((WalletQuery.ById) message.getPayload()).id())));
        answer(
                WalletQuery.Search.class,
                WalletQuery.Page.class,
                query -> {
                    List<String> customers = query.spec().criteria().getFirst().values();
                    List<WalletView> found =
                            wallets.values().stream()
                                    .filter(w -> w.scope().equals(query.scope()))
                                    .filter(
                                            w ->
                                                    customers.contains(
                                                            w.wallet().customerId().value()))
                                    .filter(w -> fits(w, query.spec().criteria()))
                                    .toList();
                    return new WalletQuery.Page(found, found.size());
                });
        answer(
                UsageQuery.Read.class,
                UsageQuery.Readings.class,
                query -> {
                    reads.add(query);
                    return new UsageQuery.Readings(
                            query.requests().stream().map(readings).toList());
                });
        bus.<Optional<SubscriptionView>>subscribe(
                SubscriptionQuery.ById.class.getName(),
                SubscriptionView.class,
                message ->
                        Optional.ofNullable(
                                subscriptions.get(
                                        ((SubscriptionQuery.ById) message.getPayload()).id())));
        bus.<Optional<PaymentView>>subscribe(
                PaymentQuery.ById.class.getName(),
                PaymentView.class,
                message ->
                        Optional.ofNullable(
                                payments.get(((PaymentQuery.ById) message.getPayload()).id())));
        bus.<Optional<InvoiceView>>subscribe(
                InvoiceQuery.ById.class.getName(),
                InvoiceView.class,
                message ->
                        invoices.stream()
                                .filter(
                                        one ->
                                                one.id()
                                                        .equals(
                                                                ((InvoiceQuery.ById)
                                                                                message
                                                                                        .getPayload())
                                                                        .id()))
                                .findFirst());
        answer(
                InvoiceQuery.Search.class,
                InvoiceQuery.Page.class,
                _ -> new InvoiceQuery.Page(invoices, invoices.size()));
        bus.<Optional<PaidUnused>>subscribe(
                InvoiceQuery.WorthOfUnused.class.getName(),
                PaidUnused.class,
                message -> worth((InvoiceQuery.WorthOfUnused) message.getPayload()));
        answer(
                CouponAssociationQuery.OfSubscriptions.class,
                CouponAssociationQuery.Page.class,
                query -> {
                    List<CouponAssociationView> theirs =
                            coupons.stream()
                                    .filter(
                                            held ->
                                                    query.ids()
                                                            .contains(
                                                                    held.association()
                                                                            .subscriptionId()))
                                    .toList();
                    return new CouponAssociationQuery.Page(theirs, theirs.size());
                });
        answer(
                TaxAssociationQuery.Borne.class,
                BorneTaxes.class,
                query ->
                        new BorneTaxes(
                                borne.taxes().stream()
                                        .filter(
                                                tax ->
                                                        query.bearers()
                                                                .contains(
                                                                        tax.association()
                                                                                .association()
                                                                                .bearerId()))
                                        .toList()));
        bus.subscribe(
                TenancyQuery.SettingOf.class.getName(),
                SettingView.class,
                message ->
                        Optional.ofNullable(setting)
                                .filter(
                                        one ->
                                                one.key()
                                                        .equals(
                                                                ((TenancyQuery.SettingOf)
                                                                                message
                                                                                        .getPayload())
                                                                        .key())));
        answer(InvoiceQuery.OfSubscriptions.class, BilledBefore.class, _ -> billed);
        answer(EntitlementQuery.OfEntities.class, Given.class, _ -> given);
        answer(
                TenancyQuery.AllEnvironments.class,
                TenancyQuery.Environments.class,
                _ -> new TenancyQuery.Environments(environments));
    }

    private Optional<PaidUnused> worth(InvoiceQuery.WorthOfUnused query) {
        return Optional.ofNullable(subscriptions.get(query.subscriptionId()))
                .map(
                        own ->
                                UnusedWorth.of(
                                        own.id(),
                                        own.terms().lineage(own.id()).stream()
                                                .map(subscriptions::get)
                                                .map(view -> UnusedWorth.Charged.of(view, invoices))
                                                .toList(),
                                        query.parts(),
                                        query.amount()));
    }

    private static boolean fits(WalletView view, List<Criterion> criteria) {
        return criteria.stream()
                .filter(criterion -> criterion.field().equals("currency"))
                .allMatch(
                        criterion -> criterion.values().contains(view.wallet().currency().code()));
    }

    private static CreditGrantQuery.Page page(List<CreditGrantView> found) {
        return new CreditGrantQuery.Page(found, found.size());
    }

    private static String holder(CreditGrantView view) {
        CreditGrantDocument.Target target = view.grant().target();
        return switch (target.level()) {
            case PLAN -> String.valueOf(target.planId());
            case ADDON -> String.valueOf(target.addonId());
            case SUBSCRIPTION -> String.valueOf(target.subscriptionId());
            case CUSTOMER -> String.valueOf(target.customerId());
        };
    }

    /** A credit grant, as its view shows it; what it gave so far does not matter here. */
    public void grant(CreditGrantId id, CreditGrantDocument document) {
        grants.put(
                id,
                new CreditGrantView(
                        id,
                        Samples.SCOPE,
                        document,
                        CreditGrantView.Course.beginning(null),
                        Stamp.first(Samples.START, "user_test", 0)));
    }

    /** What every subscription was billed before. */
    public void billed(BilledBefore before) {
        billed = before;
    }

    /** What the environment has chosen for its invoices. */
    public void choosing(SettingView chosen) {
        setting = chosen;
    }

    /** A plan with its prices, on which every subscription that is shown runs. */
    public void offer(PlanView plan, List<PriceView> prices) {
        bus.subscribe(PlanQuery.ById.class.getName(), PlanView.class, _ -> Optional.of(plan));
        answer(
                PriceQuery.OfOwners.class,
                PriceQuery.Page.class,
                _ -> new PriceQuery.Page(prices, prices.size()));
        answer(
                SubscriptionQuery.Search.class,
                SubscriptionQuery.Page.class,
                query -> {
                    String after = query.spec().after();
                    List<SubscriptionView> found =
                            subscriptions.values().stream()
                                    .sorted(Comparator.comparing(view -> view.id().value()))
                                    .filter(
                                            view ->
                                                    after == null
                                                            || view.id().value().compareTo(after)
                                                                    > 0)
                                    .limit(query.spec().limit())
                                    .toList();
                    return new SubscriptionQuery.Page(found, subscriptions.size());
                });
    }

    public QueryGateway gateway() {
        return DefaultQueryGateway.builder().queryBus(bus).build();
    }

    /** What every subscription holds and bears. */
    public void held(List<CouponAssociationView> held, BorneTaxes taxes) {
        coupons = held;
        borne = taxes;
    }

    /** What every plan, addon and subscription gives. */
    public void given(Given everything) {
        given = everything;
    }

    /** What was asked of usage, so far. */
    public List<UsageQuery.Read> reads() {
        return List.copyOf(reads);
    }

    /** All invoices that there are. */
    public void invoices(List<InvoiceView> all) {
        invoices = List.copyOf(all);
    }

    public void usage(Function<ReadingRequest, UsageReading> answer) {
        readings = answer;
    }

    public static UsageReading reading(ReadingRequest request, String quantity) {
        return new UsageReading(
                request.meter().meterId(),
                request.externalCustomerId(),
                request.period(),
                new BigDecimal(quantity),
                1,
                "0:1",
                "00");
    }

    public void environment(EnvironmentView environment) {
        environments.add(environment);
    }

    public void subscription(SubscriptionId id, SubscriptionTerms terms) {
        subscription(id, Samples.SCOPE, terms);
    }

    public void subscription(SubscriptionId id, Scope scope, SubscriptionTerms terms) {
        subscription(id, scope, terms, SubscriptionView.Status.ACTIVE);
    }

    /** One that stands so. */
    public void subscription(
            SubscriptionId id,
            Scope scope,
            SubscriptionTerms terms,
            SubscriptionView.Status status) {
        subscriptions.put(
                id,
                new SubscriptionView(
                        id,
                        scope,
                        terms,
                        status,
                        0,
                        Samples.NOVEMBER,
                        null,
                        null,
                        null,
                        Stamp.first(Samples.START, "test", 0)));
    }

    /** A payment as it stands then. */
    public void payment(PaymentView view) {
        payments.put(view.id(), view);
    }

    /** A subscription as it stands then. */
    public void subscription(SubscriptionView view) {
        subscriptions.put(view.id(), view);
    }

    public void wallet(WalletId id, CustomerId customer, String credits, String rate) {
        wallets.put(
                id,
                new WalletView(
                        id,
                        Samples.SCOPE,
                        new WalletDocument(
                                customer,
                                Samples.USD,
                                null,
                                null,
                                new BigDecimal(rate),
                                BigDecimal.ONE,
                                Map.of()),
                        new BigDecimal(credits),
                        BigDecimal.ZERO,
                        new BigDecimal(credits),
                        Stamp.first(Samples.START, "test", 0)));
    }

    /** A wallet that takes and pays nothing any more. */
    public void closedWallet(WalletId id, CustomerId customer) {
        wallet(id, customer, "0", "1");
        wallets.computeIfPresent(
                id,
                (_, view) ->
                        WalletViewBuilder.builder(view)
                                .inside(
                                        new WalletView.Inside(
                                                WalletView.Status.CLOSED,
                                                BigDecimal.ZERO,
                                                WalletView.Flows.NONE,
                                                null,
                                                null))
                                .build());
    }

    private <Q, R> void answer(Class<Q> query, Class<R> reply, Function<Q, R> answer) {
        bus.subscribe(
                query.getName(), reply, message -> answer.apply(query.cast(message.getPayload())));
    }
}
