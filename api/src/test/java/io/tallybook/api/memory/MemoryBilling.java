package io.tallybook.api.memory;

import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.audit.AuditQuery;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.duework.DueWorkCommand;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceNotes;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceSummary;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.LifetimeUsage;
import io.tallybook.core.invoice.ProjectedUsage;
import io.tallybook.core.invoice.RemeteredUsage;
import io.tallybook.core.invoice.Remetering;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.ScheduleView;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionLine;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.UsagePace;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletBalance;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** Subscriptions, invoices and wallets of {@link MemoryEngine}: shapes, not arithmetic. */
public final class MemoryBilling {

    private final MemoryEngine engine;

    private final Shelf<SubscriptionView> subscriptions =
            new Shelf<SubscriptionView>()
                    .field("customer_id", s -> s.terms().customerId().value())
                    .field("external_customer_id", s -> s.terms().externalCustomerId())
                    .field("invoicing_customer_id", s -> s.terms().payer().value())
                    .field("type", s -> s.terms().type().name())
                    .field(
                            "parent_subscription_id",
                            s ->
                                    s.terms().related().parentId() == null
                                            ? null
                                            : s.terms().related().parentId().value())
                    .field("plan_id", s -> s.terms().planId().value())
                    .field("status", s -> s.status().name())
                    .field("billing_period", s -> s.terms().billingPeriod().name())
                    .field("currency", s -> s.terms().currency().code())
                    .field("lookup_key", s -> s.terms().lookupKey())
                    .field("start_date", s -> s.terms().startDate().toString())
                    .field(
                            "ends_at",
                            s ->
                                    s.terms().endDate() == null
                                            ? "9999-12-31T00:00:00Z"
                                            : s.terms().endDate().toString())
                    .field("current_period_end", s -> s.currentPeriod().end().toString());
    final Shelf<InvoiceView> invoices =
            new Shelf<InvoiceView>()
                    .field("customer_id", i -> i.opening().customerId().value())
                    .field("subscription_customer_id", i -> i.opening().subscriber().value())
                    .field(
                            "subscription_id",
                            i ->
                                    i.opening().subscriptionId() == null
                                            ? null
                                            : i.opening().subscription().value())
                    .field("reason", i -> i.opening().reason().name())
                    .field("status", i -> i.status().name())
                    .field("number", InvoiceView::number)
                    .field("currency", i -> i.opening().currency().code())
                    .field("payment_status", i -> i.money().status(i.billed()).name())
                    .field("amount_due", i -> i.money().owed(i.billed()).toDecimal().toString())
                    .field(
                            "amount_remaining",
                            i -> i.money().remaining(i.billed()).toDecimal().toString())
                    .field("period_start", i -> i.opening().period().start().toString())
                    .field("period_end", i -> i.opening().period().end().toString())
                    .field(
                            "finalized_at",
                            i -> i.finalizedAt() == null ? null : i.finalizedAt().toString());
    private final Shelf<WalletView> wallets =
            new Shelf<WalletView>()
                    .field("customer_id", w -> w.wallet().customerId().value())
                    .field("currency", w -> w.wallet().currency().code())
                    .field("status", w -> w.within().status().name())
                    .field("kind", w -> w.wallet().agreed().kind().name())
                    .field("price_unit", w -> w.wallet().agreed().priceUnit());
    private final List<WalletTransactionView> movements = new CopyOnWriteArrayList<>();

    public MemoryBilling(MemoryEngine engine) {
        this.engine = engine;
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Create c) {
        engine.seen.add(c);
        SubscriptionView view = begun(c, c.terms(), SubscriptionView.Status.ACTIVE);
        subscriptions.put(view);
        InvoiceView preview = invoice(view, c.at());
        invoices.put(preview);
        return new Receipt(c.subscriptionId().value(), 0);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Draft c) {
        engine.seen.add(c);
        subscriptions.put(begun(c, c.terms(), SubscriptionView.Status.DRAFT));
        return new Receipt(c.subscriptionId().value(), 0);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Activate c) {
        SubscriptionView s = known(c);
        if (s.status() != SubscriptionView.Status.DRAFT) {
            throw MemoryEngine.refused(
                    Rejection.invalidOperation("the subscription is active already"));
        }
        subscriptions.put(begun(c, s.terms(), SubscriptionView.Status.ACTIVE));
        return new Receipt(s.id().value(), 1);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.WithdrawCancellation c) {
        engine.seen.add(c);
        SubscriptionView s = known(c);
        subscriptions.put(begun(c, s.terms(), s.status()));
        return new Receipt(s.id().value(), s.stamp().version() + 1);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Pause c) {
        SubscriptionView s = known(c);
        return new Receipt(s.id().value(), s.stamp().version() + 1);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Resume c) {
        SubscriptionView s = known(c);
        return new Receipt(s.id().value(), s.stamp().version() + 1);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Consider c) {
        SubscriptionView s = known(c);
        return new Receipt(s.id().value(), s.stamp().version());
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ScheduleChange c) {
        SubscriptionView s = known(c);
        return new Receipt(s.id().value(), s.stamp().version() + 1);
    }

    private static SubscriptionView begun(
            SubscriptionCommand c, SubscriptionTerms terms, SubscriptionView.Status status) {
        return new SubscriptionView(
                c.subscriptionId(),
                c.scope(),
                terms,
                status,
                0,
                SubscriptionPeriods.of(terms).period(0),
                null,
                null,
                null,
                MemoryEngine.stamp(c));
    }

    private SubscriptionView known(SubscriptionCommand c) {
        return subscriptions
                .byId(c.scope(), c.subscriptionId())
                .orElseThrow(
                        () ->
                                MemoryEngine.refused(
                                        Rejection.notFound(
                                                "subscription", c.subscriptionId().value())));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Cancel c) {
        SubscriptionView s = known(c);
        if (s.status() == SubscriptionView.Status.CANCELLED) {
            throw MemoryEngine.refused(
                    Rejection.invalidOperation("the subscription is cancelled already"));
        }
        boolean now = c.type() == CancellationType.IMMEDIATE;
        Instant end = now ? c.at() : c.cancelAt() == null ? s.currentPeriod().end() : c.cancelAt();
        subscriptions.put(
                new SubscriptionView(
                        s.id(),
                        s.scope(),
                        s.terms(),
                        now ? SubscriptionView.Status.CANCELLED : s.status(),
                        s.periodIndex(),
                        s.currentPeriod(),
                        c.type(),
                        c.at(),
                        end,
                        s.stamp().next(c.at(), "x", s.stamp().version() + 1)));
        return new Receipt(s.id().value(), s.stamp().version() + 1);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ChangeLines c) {
        engine.seen.add(c);
        SubscriptionView s =
                subscriptions
                        .byId(c.scope(), c.subscriptionId())
                        .orElseThrow(
                                () ->
                                        MemoryEngine.refused(
                                                Rejection.notFound(
                                                        "subscription",
                                                        c.subscriptionId().value())));
        subscriptions.put(
                new SubscriptionView(
                        s.id(),
                        s.scope(),
                        s.terms()
                                .after(
                                        ChangeOfLines.of(
                                                s.terms(), s.periodIndex(), s.currentPeriod(), c)),
                        s.status(),
                        s.periodIndex(),
                        s.currentPeriod(),
                        s.cancellationType(),
                        s.cancelRequestedAt(),
                        s.cancelAt(),
                        s.stamp().next(c.at(), "x", s.stamp().version() + 1)));
        return new Receipt(s.id().value(), s.stamp().version() + 1);
    }

    @QueryHandler
    Optional<InvoiceView> answer(InvoiceQuery.PreviewChange q) {
        return subscriptions
                .byId(q.scope(), q.change().subscriptionId())
                .map(s -> invoice(s, q.change().at()));
    }

    @QueryHandler
    Optional<InvoiceView> answer(InvoiceQuery.PreviewFirst q) {
        return Optional.empty();
    }

    @QueryHandler
    Optional<SubscriptionLine> answer(SubscriptionQuery.LineById q) {
        return lines(q.scope()).stream().filter(line -> line.id().equals(q.id())).findFirst();
    }

    @QueryHandler
    SubscriptionQuery.LinePage answer(SubscriptionQuery.SearchLines q) {
        List<SubscriptionLine> found = lines(q.scope());
        return new SubscriptionQuery.LinePage(found, found.size());
    }

    @QueryHandler
    Optional<ScheduleView> answer(SubscriptionQuery.ScheduleById q) {
        return Optional.empty();
    }

    @QueryHandler
    SubscriptionQuery.SchedulePage answer(SubscriptionQuery.SearchSchedules q) {
        return new SubscriptionQuery.SchedulePage(List.of(), 0);
    }

    private List<SubscriptionLine> lines(Scope scope) {
        var all =
                subscriptions.search(scope, new SearchSpec(List.of(), List.of(), 1000, 0)).items();
        return all.stream()
                .flatMap(
                        s ->
                                s.terms().lineItems().stream()
                                        .map(
                                                line ->
                                                        new SubscriptionLine(
                                                                line.id(),
                                                                s.scope(),
                                                                s.id(),
                                                                s.terms().customerId(),
                                                                line,
                                                                s.stamp())))
                .toList();
    }

    private static InvoiceView invoice(SubscriptionView s, Instant at) {
        var currency = s.terms().currency();
        Money zero = Money.zero(currency);
        var id = InvoiceId.of(Ulid.derived(at, s.id().value(), "0"));
        List<InvoiceLine> lines =
                s.terms().lineItems().stream().map(line -> line(s, line)).toList();
        Money sum = lines.stream().map(InvoiceLine::amount).reduce(zero, Money::plus);
        return new InvoiceView(
                id,
                s.scope(),
                new InvoiceOpening(
                                s.id(),
                                s.terms().payer(),
                                currency,
                                BillingReason.SUBSCRIPTION_CYCLE,
                                0,
                                s.currentPeriod(),
                                s.currentPeriod().end().plusSeconds(7200))
                        .servedTo(s.terms().customerId()),
                InvoiceView.Status.DRAFT,
                null,
                lines,
                List.of(),
                List.of(),
                new InvoiceTotals(sum, zero, zero, zero, sum),
                null,
                null,
                null,
                null,
                null,
                null,
                s.stamp(),
                null,
                null,
                null);
    }

    private static InvoiceLine line(
            SubscriptionView s, io.tallybook.core.subscription.LineItem item) {
        var meter = item.meter();
        var reading =
                meter == null
                        ? null
                        : new UsageReading(
                                meter.meterId(),
                                s.terms().externalCustomerId(),
                                s.currentPeriod(),
                                BigDecimal.TEN,
                                10,
                                "0:10",
                                "00ff");
        BigDecimal quantity = meter == null ? item.quantity() : BigDecimal.TEN;
        Money amount = Money.ofMinor(1_234, s.terms().currency());
        return new InvoiceLine(
                new InvoiceLineInput(
                        InvoiceLineId.of(
                                Ulid.derived(s.currentPeriod().start(), item.id().value())),
                        item.id(),
                        item.priceId(),
                        item.price(),
                        item.displayName(),
                        item.planName(),
                        s.currentPeriod(),
                        quantity,
                        reading),
                amount.toDecimal(),
                amount,
                List.of(
                        new InvoiceLine.Step(
                                "flat",
                                BigDecimal.ZERO,
                                null,
                                quantity,
                                new BigDecimal("1.234"),
                                BigDecimal.ZERO,
                                amount.toDecimal())));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.Open c) {
        engine.seen.add(c);
        Money zero = Money.zero(c.opening().currency());
        invoices.put(
                new InvoiceView(
                        c.invoiceId(),
                        c.scope(),
                        c.opening(),
                        InvoiceView.Status.DRAFT,
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
                        MemoryEngine.stamp(c),
                        InvoiceNotes.of(c.opening()),
                        null,
                        null));
        return new Receipt(c.invoiceId().value(), 0);
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.Describe c) {
        engine.seen.add(c);
        InvoiceView i =
                invoices.byId(c.scope(), c.invoiceId())
                        .orElseThrow(
                                () ->
                                        MemoryEngine.refused(
                                                Rejection.notFound(
                                                        "invoice", c.invoiceId().value())));
        return new Receipt(c.invoiceId().value(), i.stamp().version());
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.RequestCommunication c) {
        InvoiceView i =
                invoices.byId(c.scope(), c.invoiceId())
                        .orElseThrow(
                                () ->
                                        MemoryEngine.refused(
                                                Rejection.notFound(
                                                        "invoice", c.invoiceId().value())));
        return new Receipt(c.invoiceId().value(), i.stamp().version());
    }

    @QueryHandler
    InvoiceSummary answer(InvoiceQuery.OfCustomer q) {
        return new InvoiceSummary(
                List.of(
                        new InvoiceSummary.OfCurrency(
                                Money.ofMinor(700, CurrencyCode.of("usd")),
                                Money.ofMinor(500, CurrencyCode.of("usd")),
                                Money.ofMinor(300, CurrencyCode.of("usd")),
                                3,
                                2,
                                1,
                                Money.ofMinor(400, CurrencyCode.of("usd")),
                                Money.ofMinor(100, CurrencyCode.of("usd")))));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.RequestFinalization c) {
        return settle(c.scope(), c.invoiceId(), InvoiceView.Status.FINALIZED, c.at());
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.Release c) {
        return settle(c.scope(), c.invoiceId(), InvoiceView.Status.FINALIZED, c.at());
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.VoidInvoice c) {
        return settle(c.scope(), c.invoiceId(), InvoiceView.Status.VOIDED, c.at());
    }

    private Receipt settle(Scope scope, InvoiceId id, InvoiceView.Status status, Instant at) {
        InvoiceView i =
                invoices.byId(scope, id)
                        .orElseThrow(
                                () ->
                                        MemoryEngine.refused(
                                                Rejection.notFound("invoice", id.value())));
        boolean voided = status == InvoiceView.Status.VOIDED;
        if (i.status() == InvoiceView.Status.VOIDED) {
            throw MemoryEngine.refused(Rejection.invalidOperation("the invoice is void"));
        }
        invoices.put(
                new InvoiceView(
                        i.id(),
                        i.scope(),
                        i.opening(),
                        status,
                        "INV-202312-00001",
                        i.lines(),
                        i.settlements(),
                        i.credits(),
                        i.totals(),
                        at,
                        at,
                        at.plusSeconds(86_400),
                        voided ? at : null,
                        "digest",
                        "1",
                        i.stamp().next(at, "x", i.stamp().version() + 1),
                        null,
                        null,
                        null));
        return new Receipt(id.value(), i.stamp().version() + 1);
    }

    @CommandHandler
    DueWorkCommand.Report handle(DueWorkCommand.PerformUpTo c) {
        engine.seen.add(c);
        return new DueWorkCommand.Report(3, 0, "");
    }

    @CommandHandler
    Receipt handle(WalletCommand.Create c) {
        engine.seen.add(c);
        BigDecimal none = BigDecimal.ZERO;
        wallets.put(
                new WalletView(
                        c.walletId(),
                        c.scope(),
                        c.wallet(),
                        none,
                        none,
                        none,
                        MemoryEngine.stamp(c)));
        return new Receipt(c.walletId().value(), 0);
    }

    @CommandHandler
    Receipt handle(WalletCommand.TopUp c) {
        engine.seen.add(c);
        WalletView w =
                wallets.byId(c.scope(), c.walletId())
                        .orElseThrow(
                                () ->
                                        MemoryEngine.refused(
                                                Rejection.notFound(
                                                        "wallet", c.walletId().value())));
        boolean repeated =
                movements.stream().anyMatch(m -> m.transaction().id().equals(c.transactionId()));
        if (repeated) {
            return new Receipt(w.id().value(), w.stamp().version());
        }
        BigDecimal after = w.creditBalance().add(c.credits());
        var currency = w.wallet().currency();
        movements.add(
                new WalletTransactionView(
                        w.id(),
                        w.scope(),
                        w.wallet().customerId(),
                        new TransactionDocument(
                                c.transactionId(),
                                TransactionDocument.Type.CREDIT,
                                c.reason(),
                                c.credits(),
                                Money.ofMinor(2_500, currency),
                                w.creditBalance(),
                                after,
                                null,
                                c.expiresAt(),
                                c.priority(),
                                c.idempotencyKey(),
                                c.description(),
                                c.metadata(),
                                List.of()),
                        c.credits(),
                        c.at(),
                        "x"));
        wallets.put(
                new WalletView(
                        w.id(),
                        w.scope(),
                        w.wallet(),
                        after,
                        after,
                        BigDecimal.ZERO,
                        w.stamp().next(c.at(), "x", w.stamp().version() + 1)));
        return new Receipt(w.id().value(), w.stamp().version() + 1);
    }

    @QueryHandler
    Optional<SubscriptionView> answer(SubscriptionQuery.ById q) {
        return subscriptions.byId(q.scope(), q.id());
    }

    @QueryHandler
    SubscriptionQuery.Page answer(SubscriptionQuery.ByIds q) {
        List<SubscriptionView> found =
                q.ids().stream().flatMap(id -> subscriptions.byId(q.scope(), id).stream()).toList();
        return new SubscriptionQuery.Page(found, found.size());
    }

    @QueryHandler
    SubscriptionQuery.Page answer(SubscriptionQuery.Search q) {
        var found = subscriptions.search(q.scope(), q.spec());
        return new SubscriptionQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Optional<InvoiceView> answer(InvoiceQuery.ById q) {
        return invoices.byId(q.scope(), q.id());
    }

    @QueryHandler
    Optional<InvoiceView> answer(InvoiceQuery.Preview q) {
        return subscriptions.byId(q.scope(), q.subscriptionId()).map(s -> invoice(s, q.at()));
    }

    /** As if the open period were the first. */
    @QueryHandler
    Optional<LifetimeUsage> answer(InvoiceQuery.Lifetime q) {
        return subscriptions
                .byId(q.scope(), q.subscriptionId())
                .map(
                        s ->
                                new LifetimeUsage(
                                        s.terms().currency(),
                                        s.terms().startDate(),
                                        invoice(s, q.at()).lines().stream()
                                                .filter(l -> l.input().reading() != null)
                                                .map(MemoryBilling::charge)
                                                .toList()));
    }

    private static LifetimeUsage.Charge charge(InvoiceLine line) {
        InvoiceLineInput input = line.input();
        return new LifetimeUsage.Charge(
                input.lineItemId(),
                Objects.requireNonNull(input.priceId()),
                input.price(),
                input.displayName(),
                input.quantity(),
                line.amount(),
                false);
    }

    /** The same whichever versions count. */
    @QueryHandler
    Optional<RemeteredUsage> answer(InvoiceQuery.PreviewRemetering q) {
        var asked = q.remetering();
        return subscriptions
                .byId(q.scope(), asked.subscriptionId())
                .map(
                        s ->
                                new RemeteredUsage(
                                        Remetering.of(s.terms(), s.currentPeriod(), asked.lines()),
                                        invoice(s, asked.at()),
                                        invoice(s, asked.at())));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Remeter c) {
        engine.seen.add(c);
        return new Receipt(c.subscriptionId().value(), 1);
    }

    /** The same at the end as now. */
    @QueryHandler
    Optional<ProjectedUsage> answer(InvoiceQuery.Projection q) {
        return subscriptions
                .byId(q.scope(), q.subscriptionId())
                .map(
                        s -> {
                            InvoiceView invoice = invoice(s, q.at());
                            return new ProjectedUsage(
                                    invoice,
                                    invoice,
                                    invoice.lines().stream()
                                            .filter(l -> l.input().reading() != null)
                                            .collect(
                                                    Collectors.toMap(
                                                            l -> l.input().id(),
                                                            _ -> UsagePace.Method.PACE)));
                        });
    }

    @QueryHandler
    InvoiceQuery.Page answer(InvoiceQuery.Search q) {
        var found = invoices.search(q.scope(), q.spec());
        return new InvoiceQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Optional<WalletView> answer(WalletQuery.ById q) {
        return wallets.byId(q.scope(), q.id());
    }

    @QueryHandler
    Optional<WalletBalance> answer(WalletQuery.Balance q) {
        return wallets.byId(q.scope(), q.id())
                .map(w -> WalletBalance.of(w, costs(w.wallet().customerId(), q.freshness())));
    }

    @QueryHandler
    Optional<OpenCosts> answer(WalletQuery.Costs q) {
        return Optional.of(costs(q.customer(), q.freshness()));
    }

    private static OpenCosts costs(CustomerId customer, Freshness freshness) {
        return new OpenCosts(
                customer,
                "external",
                List.of(),
                List.of(),
                List.of(),
                false,
                MemoryEngine.START,
                freshness == Freshness.CURRENT);
    }

    @QueryHandler
    WalletQuery.Page answer(WalletQuery.Search q) {
        var found = wallets.search(q.scope(), q.spec());
        return new WalletQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    WalletQuery.Transactions answer(WalletQuery.SearchTransactions q) {
        List<WalletTransactionView> found =
                movements.stream().filter(m -> m.scope().equals(q.scope())).toList();
        return new WalletQuery.Transactions(found, found.size());
    }

    @QueryHandler
    Optional<WalletTransactionView> answer(WalletQuery.TransactionById q) {
        return movements.stream()
                .filter(m -> m.walletId().equals(q.wallet()) && m.scope().equals(q.scope()))
                .filter(m -> m.transaction().id().equals(q.id()))
                .findFirst();
    }

    @QueryHandler
    WalletQuery.Transactions answer(WalletQuery.TransactionsOf q) {
        List<String> ids =
                q.spec().criteria().stream()
                        .filter(c -> c.field().equals("id"))
                        .flatMap(c -> c.values().stream())
                        .toList();
        List<WalletTransactionView> found =
                movements.stream()
                        .filter(m -> m.walletId().equals(q.id()) && m.scope().equals(q.scope()))
                        .filter(m -> ids.isEmpty() || ids.contains(m.transaction().id().value()))
                        .toList();
        return new WalletQuery.Transactions(found, found.size());
    }

    @QueryHandler
    Optional<AuditQuery.History> answer(AuditQuery.HistoryOf q) {
        return engine.view(q.scope(), q.id())
                .map(
                        view ->
                                new AuditQuery.History(
                                        List.of(
                                                new AuditQuery.Entry(
                                                        0,
                                                        "customer.created",
                                                        "1",
                                                        view.stamp().createdAt(),
                                                        view.stamp().createdAt(),
                                                        view.stamp().createdBy(),
                                                        "req_1",
                                                        "customer.create",
                                                        null,
                                                        "{\"amount\":\"1.10\"}")),
                                        1));
    }

    @QueryHandler
    Optional<AuditQuery.Moment> answer(AuditQuery.AsOf q) {
        return engine.view(q.scope(), q.id()).map(view -> new AuditQuery.Moment(q.asOf(), 0, view));
    }
}
