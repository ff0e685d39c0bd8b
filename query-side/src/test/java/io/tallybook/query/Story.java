package io.tallybook.query;

import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.USD;
import static io.tallybook.query.Samples.transactionId;
import static io.tallybook.query.Samples.ulid;

import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.AddonDocument;
import io.tallybook.core.catalogue.AddonEvent;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.catalogue.GroupDocument;
import io.tallybook.core.catalogue.GroupEvent;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDescription;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitEvent;
import io.tallybook.core.catalogue.PriceUnitId;
import io.tallybook.core.catalogue.ResetUsage;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.UsageReset;
import io.tallybook.core.invoice.Breach;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.plansync.PlanSyncId;
import io.tallybook.core.plansync.PlannedChange;
import io.tallybook.core.plansync.SyncResult;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * A random course of events in one environment: every kind of entity, every kind of event, in an
 * order that could happen, entities interleaved.
 *
 * <p>The wallet's credits are kept here by a slow, obvious model of their own: {@link #left}.
 */
final class Story {
    /** One event of one entity. */
    record Told(ViewKind kind, String id, Object event) {}

    private final Random random;
    private final String name;
    private final Scope scope;
    private final List<List<Told>> threads = new ArrayList<>();
    private final Map<WalletTransactionId, BigDecimal> left = new LinkedHashMap<>();
    private final List<Told> told;

    Story(long seed, Scope scope, String name) {
        this.random = new Random(seed);
        this.scope = scope;
        this.name = name;
        tenancy();
        catalogue();
        for (int i = 0; i < 3; i++) {
            customer("c" + i);
            subscription("s" + i);
            invoice("i" + i);
            wallet("w" + i);
        }
        DiscountStory.of(scope, name).forEach(told -> threads.add(new ArrayList<>(told)));
        AlertStory.of(scope, name).forEach(told -> threads.add(new ArrayList<>(told)));
        this.told = List.copyOf(interleaved(threads, random));
    }

    Scope scope() {
        return scope;
    }

    /** What is left of each credit. */
    Map<WalletTransactionId, BigDecimal> left() {
        return Map.copyOf(left);
    }

    /** All of it, each entity in order, entities at random. */
    List<Told> told() {
        return told;
    }

    private static List<Told> interleaved(List<List<Told>> threads, Random random) {
        List<List<Told>> open = new ArrayList<>();
        threads.forEach(thread -> open.add(new ArrayList<>(thread)));
        List<Told> all = new ArrayList<>();
        while (!open.isEmpty()) {
            List<Told> next = open.get(random.nextInt(open.size()));
            all.add(next.removeFirst());
            open.removeIf(List::isEmpty);
        }
        return all;
    }

    private List<Told> thread() {
        List<Told> thread = new ArrayList<>();
        threads.add(thread);
        return thread;
    }

    private void tenancy() {
        String id = scope.environment().value();
        List<Told> environment = thread();
        environment.add(
                new Told(
                        ViewKind.ENVIRONMENT,
                        id,
                        new EnvironmentEvent.Created(
                                scope.environment(),
                                scope,
                                "sandbox of " + name,
                                EnvironmentMode.SANDBOX,
                                START)));
        Instant now = START;
        for (int i = random.nextInt(4); i > 0; i--) {
            Instant to = now.plusSeconds(1 + random.nextInt(1_000_000));
            environment.add(
                    new Told(
                            ViewKind.ENVIRONMENT,
                            id,
                            random.nextBoolean()
                                    ? new EnvironmentEvent.ClockAdvanced(
                                            scope.environment(), now, to)
                                    : new EnvironmentEvent.ClockSet(scope.environment(), now, to)));
            now = to;
        }
        ApiKeyId key = ApiKeyId.of(ulid(name + "key"));
        thread().add(
                        new Told(
                                ViewKind.API_KEY,
                                key.value(),
                                new ApiKeyEvent.Issued(
                                        key, scope, "first", "sha-" + name, "1234", null)));
        AccessStory.of(scope, scope, name, random)
                .forEach(
                        one -> {
                            List<Told> thread = thread();
                            one.events()
                                    .forEach(e -> thread.add(new Told(one.kind(), one.id(), e)));
                        });
    }

    private void catalogue() {
        MeterDefinition meter = Samples.meter(name);
        thread().add(
                        new Told(
                                ViewKind.METER,
                                meter.meterId().value(),
                                new MeterEvent.Created(
                                        meter.meterId(),
                                        scope,
                                        "tokens",
                                        meter,
                                        ResetUsage.BILLING_PERIOD)));
        FeatureId feature = FeatureId.of(ulid(name + "feature"));
        thread().add(
                        new Told(
                                ViewKind.FEATURE,
                                feature.value(),
                                new FeatureEvent.Created(
                                        feature,
                                        scope,
                                        new FeatureDocument(
                                                "Tokens",
                                                FeatureType.METERED,
                                                "tokens",
                                                null,
                                                meter.meterId(),
                                                "token",
                                                "tokens",
                                                Map.of()))));
        PlanId plan = PlanId.of(ulid(name + "plan"));
        List<Told> planned = thread();
        planned.add(
                new Told(
                        ViewKind.PLAN,
                        plan.value(),
                        new PlanEvent.Created(
                                plan,
                                scope,
                                new PlanDocument("Pro", "pro", "all of it", 1, Map.of()))));
        planned.add(
                new Told(
                        ViewKind.PLAN,
                        plan.value(),
                        new PlanEvent.Updated(
                                plan,
                                new PlanDocument(
                                        "Pro 2", "pro", null, 2, Map.of("tier", "gold")))));
        GroupId group = GroupId.of(ulid(name + "group"));
        List<Told> grouped = thread();
        grouped.add(
                new Told(
                        ViewKind.GROUP,
                        group.value(),
                        new GroupEvent.Created(
                                group,
                                scope,
                                new GroupDocument(
                                        "Core",
                                        GroupDocument.EntityType.FEATURE,
                                        "core",
                                        Map.of()))));
        grouped.add(new Told(ViewKind.GROUP, group.value(), new GroupEvent.Deleted(group)));
        entitlement(plan, feature);
        PriceId price = PriceId.of(ulid(name + "price"));
        thread().add(
                        new Told(
                                ViewKind.PRICE,
                                price.value(),
                                new PriceEvent.Created(price, scope, tiered(plan, meter))));
        versions(name, plan, meter);
        pricedOtherwise(name);
    }

    private void versions(String name, PlanId plan, MeterDefinition meter) {
        PriceId old = PriceId.of(ulid(name + "old price"));
        PriceId next = PriceId.of(ulid(name + "next price"));
        Instant change = Instant.parse("2024-02-01T00:00:00Z");
        PriceDocument price = tiered(plan, meter);
        PriceDescription words = new PriceDescription("k", "n", "d", Map.of(), null);
        List<Told> versions = thread();
        for (PriceEvent event :
                List.of(
                        new PriceEvent.Created(
                                old, scope, price.described(price.describedUnder(name))),
                        new PriceEvent.Described(old, words),
                        new PriceEvent.Superseded(old, change, next))) {
            versions.add(new Told(ViewKind.PRICE, old.value(), event));
        }
        versions.add(
                new Told(
                        ViewKind.PRICE,
                        next.value(),
                        new PriceEvent.Created(
                                next,
                                scope,
                                price.described(words).in(price.range().from(change).after(old)))));
        versions.add(
                new Told(
                        ViewKind.PRICE,
                        next.value(),
                        new PriceEvent.Ended(next, change.plusSeconds(86_400))));
    }

    private void pricedOtherwise(String name) {
        PriceUnitId unit = PriceUnitId.of(ulid(name + "unit"));
        List<Told> units = thread();
        for (PriceUnitEvent event :
                List.of(
                        new PriceUnitEvent.Created(
                                unit,
                                scope,
                                new PriceUnitDocument(
                                        "Tokens",
                                        "tok",
                                        "T",
                                        USD,
                                        new BigDecimal("0.01"),
                                        Map.of())),
                        new PriceUnitEvent.Updated(unit, "Coins", Map.of("a", "b")),
                        new PriceUnitEvent.Deleted(unit))) {
            units.add(new Told(ViewKind.PRICE_UNIT, unit.value(), event));
        }
        PlanSyncId sync = PlanSyncId.of(ulid(name + "sync"));
        PlanId synced = PlanId.of(ulid(name + "synced plan"));
        PlannedChange change =
                new PlannedChange(
                        SubscriptionId.of(ulid(name + "synced")),
                        List.of(
                                new PlannedChange.PriceMove(
                                        PriceId.of(ulid(name + "synced price")), START)),
                        List.of());
        List<Told> syncs = thread();
        for (PlanSyncEvent event :
                List.of(
                        new PlanSyncEvent.Begun(sync, scope, synced, START),
                        new PlanSyncEvent.StepPlanned(sync, 0, synced, List.of(change), null),
                        new PlanSyncEvent.StepFinished(
                                sync,
                                0,
                                synced,
                                List.of(new SyncResult(change, SyncResult.Outcome.CHANGED, null)),
                                null),
                        new PlanSyncEvent.Completed(sync, synced, START))) {
            syncs.add(new Told(ViewKind.PLAN_SYNC, sync.value(), event));
        }
        AddonId addon = AddonId.of(ulid(name + "addon"));
        List<Told> addons = thread();
        for (AddonEvent event :
                List.of(
                        new AddonEvent.Created(
                                addon,
                                scope,
                                new AddonDocument("Support", "support", null, Map.of())),
                        new AddonEvent.Updated(addon, "Care", "All day", Map.of("a", "b")),
                        new AddonEvent.Deleted(addon))) {
            addons.add(new Told(ViewKind.ADDON, addon.value(), event));
        }
    }

    private void entitlement(PlanId plan, FeatureId feature) {
        EntitlementId id = EntitlementId.of(ulid(name + "entitlement"));
        List<Told> thread = thread();
        Function<Long, EntitlementDocument> upTo =
                limit ->
                        new EntitlementDocument(
                                EntitlementDocument.EntityType.PLAN,
                                plan.value(),
                                feature,
                                FeatureType.METERED,
                                EntitlementDocument.Access.ENABLED,
                                limit,
                                UsageReset.MONTHLY,
                                EntitlementDocument.LimitKind.HARD,
                                null,
                                Map.of(),
                                1,
                                null,
                                null,
                                null);
        List<EntitlementEvent> events =
                List.of(
                        new EntitlementEvent.Created(id, scope, upTo.apply(10L)),
                        new EntitlementEvent.Updated(id, upTo.apply(random.nextLong(1_000))),
                        new EntitlementEvent.Deleted(id));
        events.forEach(event -> thread.add(new Told(ViewKind.ENTITLEMENT, id.value(), event)));
    }

    private static PriceDocument tiered(PlanId plan, MeterDefinition meter) {
        return new PriceDocument(
                plan,
                PriceDocument.Type.USAGE,
                PriceDocument.BillingModel.TIERED,
                USD,
                BigDecimal.ZERO,
                PriceDocument.TierMode.SLAB,
                List.of(
                        new PriceDocument.Tier(
                                new BigDecimal("1000000"), BigDecimal.ZERO, BigDecimal.ZERO),
                        new PriceDocument.Tier(
                                null, new BigDecimal("0.0000020"), new BigDecimal("1.50"))),
                null,
                PeriodUnit.MONTHLY,
                1,
                InvoiceCadence.ARREAR,
                meter.meterId(),
                "tokens-price",
                "Tokens",
                null,
                Map.of("a", "b"));
    }

    private void customer(String own) {
        String key = name + own;
        List<Told> thread = thread();
        thread.add(
                told(
                        ViewKind.CUSTOMER,
                        Samples.customer(key).value(),
                        Samples.customerCreated(scope, key)));
        for (int i = random.nextInt(4); i > 0; i--) {
            thread.add(
                    told(
                            ViewKind.CUSTOMER,
                            Samples.customer(key).value(),
                            Samples.customerRenamed(key, "name" + i)));
        }
    }

    private static Told told(ViewKind kind, String id, CustomerEvent event) {
        return new Told(kind, id, event);
    }

    private void subscription(String own) {
        String key = name + own;
        BillingSchedule schedule =
                BillingSchedule.anniversary(
                        START, ZoneOffset.UTC, new Cadence(PeriodUnit.MONTHLY, 1));
        List<Object> events = new ArrayList<>();
        events.add(
                new SubscriptionEvent.Activated(
                        Samples.subscription(key),
                        scope,
                        Samples.terms(
                                key,
                                Samples.fixed("fee", "20.00", InvoiceCadence.ARREAR),
                                Samples.usage("tokens", "0.01")),
                        schedule.period(0)));
        int renewals = random.nextInt(5);
        for (int n = 0; n < renewals; n++) {
            events.add(
                    new SubscriptionEvent.Renewed(
                            Samples.subscription(key),
                            n,
                            schedule.period(n),
                            schedule.period(n + 1)));
        }
        BillingPeriod last = schedule.period(renewals);
        Instant middle = last.start().plusSeconds(1000);
        if (random.nextBoolean()) {
            events.add(
                    new SubscriptionEvent.CancellationScheduled(
                            Samples.subscription(key),
                            CancellationType.SCHEDULED_DATE,
                            last.start(),
                            middle,
                            "too dear"));
        }
        if (random.nextBoolean()) {
            events.add(
                    new SubscriptionEvent.Cancelled(
                            Samples.subscription(key),
                            CancellationType.IMMEDIATE,
                            last.start(),
                            middle,
                            renewals,
                            random.nextBoolean() ? new BillingPeriod(last.start(), middle) : null,
                            OpenUsage.INVOICED,
                            null));
        }
        add(ViewKind.SUBSCRIPTION, Samples.subscription(key).value(), events);
    }

    private void invoice(String own) {
        String key = name + own;
        InvoiceId id = InvoiceId.of(ulid(key));
        Money zero = Money.zero(USD);
        Money amount = Money.ofMinor(1 + random.nextInt(10_000), USD);
        List<Object> events = new ArrayList<>();
        events.add(new InvoiceEvent.Opened(id, scope, Samples.opening(key, key)));
        if (random.nextBoolean()) {
            events.add(new InvoiceEvent.FinalizationRequested(id, START));
        }
        if (random.nextBoolean()) {
            List<Breach> breaches = List.of(new Breach(Breach.Bound.LINES, null, "3", "2"));
            events.add(new InvoiceEvent.Parked(id, START, breaches, List.of(), amount));
            events.add(
                    new InvoiceEvent.Released(
                            id, START, Samples.opening(key, key), breaches, "looked at"));
        }
        if (random.nextBoolean()) {
            events.add(new InvoiceEvent.Skipped(id, List.of(), zero, "digest", "1"));
        } else {
            events.add(
                    new InvoiceEvent.Computed(
                            id,
                            Samples.customer(key),
                            Conventions.FLEXPRICE,
                            List.of(),
                            amount,
                            zero,
                            "digest",
                            "1"));
            List<CreditBurnt> credits =
                    List.of(new CreditBurnt(WalletId.of(ulid(key)), transactionId(key), zero));
            events.add(
                    new InvoiceEvent.Finalized(
                            id,
                            "INV-" + key,
                            START,
                            START.plusSeconds(86_400),
                            List.of(),
                            credits,
                            new InvoiceTotals(amount, zero, zero, zero, amount)));
            events.addAll(money(id, key, amount));
            if (random.nextBoolean()) {
                events.add(new InvoiceEvent.Voided(id, START, credits, null));
            }
        }
        add(ViewKind.INVOICE, id.value(), events);
    }

    /** A charge that is refused, one that is paid in part, and a part of that given back. */
    private List<Object> money(InvoiceId invoice, String key, Money amount) {
        PaymentId payment = PaymentId.of(ulid(key + "payment"));
        RefundId refund = RefundId.of(ulid(key + "refund"));
        Money part = Money.ofMinor(1 + random.nextInt((int) amount.minor()), USD);
        Money back = Money.ofMinor(1 + random.nextInt((int) part.minor()), USD);
        var document =
                new PaymentDocument(
                        invoice,
                        "INV-" + key,
                        Samples.customer(key),
                        PaymentMethodType.CARD,
                        part,
                        PaymentDocument.Origin.REQUESTED,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        add(
                ViewKind.PAYMENT,
                payment.value(),
                new ArrayList<>(
                        List.of(
                                new PaymentEvent.Created(payment, scope, document),
                                new PaymentEvent.Described(
                                        payment, "sandbox", null, Map.of("a", key)),
                                new PaymentEvent.AttemptBegun(payment, 1, document),
                                new PaymentEvent.Declined(
                                        payment, invoice, 1, "no", "no funds", START, START),
                                new PaymentEvent.AttemptBegun(payment, 2, document),
                                new PaymentEvent.CustomerAsked(payment, 2, "ch", "https://x.y"),
                                new PaymentEvent.Succeeded(payment, invoice, 2, part, "ch", START),
                                new PaymentEvent.Refunded(
                                        payment, invoice, refund, back, "re", START))));
        List<Object> events =
                List.of(
                        new InvoicePaymentEvent.PaymentHeld(invoice, payment, 1, part),
                        new InvoicePaymentEvent.PaymentReleased(invoice, payment, 1, START),
                        new InvoicePaymentEvent.DueDatePassed(invoice, part, START),
                        new InvoicePaymentEvent.PaymentHeld(invoice, payment, 2, part),
                        new InvoicePaymentEvent.PaymentApplied(invoice, payment, part, START),
                        new InvoicePaymentEvent.RefundApplied(
                                invoice, payment, refund, back, START));
        return events.subList(0, random.nextInt(events.size() + 1));
    }

    private void wallet(String own) {
        String key = name + own;
        WalletId id = WalletId.of(ulid(key));
        List<Object> events = new ArrayList<>();
        events.add(new WalletEvent.Created(id, scope, Samples.wallet(key)));
        Map<WalletTransactionId, BigDecimal> credits = new LinkedHashMap<>();
        List<TransactionDocument> debits = new ArrayList<>();
        int movements = random.nextInt(15);
        for (int i = 0; i < movements; i++) {
            switch (random.nextInt(3)) {
                case 0 -> events.add(topUp(id, key + i, credits));
                case 1 -> {
                    WalletEvent.Debited debited = debit(id, key + i, credits);
                    debits.add(debited.transaction());
                    events.add(debited);
                }
                default -> {
                    if (!debits.isEmpty() && debits.getFirst().credits().signum() > 0) {
                        events.add(giveBack(id, key + i, credits, debits.removeFirst()));
                    }
                }
            }
        }
        left.putAll(credits);
        add(ViewKind.WALLET, id.value(), events);
    }

    private WalletEvent.ToppedUp topUp(
            WalletId id, String key, Map<WalletTransactionId, BigDecimal> credits) {
        BigDecimal amount = new BigDecimal(1 + random.nextInt(100));
        TransactionDocument transaction =
                Samples.transaction(
                        key,
                        TransactionDocument.Type.CREDIT,
                        random.nextBoolean()
                                ? Reason.FREE_CREDIT_GRANT
                                : Reason.PURCHASED_CREDIT_DIRECT,
                        amount,
                        sum(credits),
                        List.of());
        credits.put(transaction.id(), amount);
        return new WalletEvent.ToppedUp(id, transaction);
    }

    private WalletEvent.Debited debit(
            WalletId id, String key, Map<WalletTransactionId, BigDecimal> credits) {
        BigDecimal before = sum(credits);
        BigDecimal open = new BigDecimal(random.nextInt(150));
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<WalletTransactionId, BigDecimal> credit : credits.entrySet()) {
            BigDecimal taken = credit.getValue().min(open);
            if (taken.signum() > 0) {
                parts.add(new Part(credit.getKey(), taken));
                credit.setValue(credit.getValue().subtract(taken));
                open = open.subtract(taken);
            }
        }
        return new WalletEvent.Debited(
                id,
                InvoiceId.of(ulid(key)),
                Samples.transaction(
                        key,
                        TransactionDocument.Type.DEBIT,
                        Reason.INVOICE_PAYMENT,
                        before.subtract(sum(credits)),
                        before,
                        parts));
    }

    private static WalletEvent.GivenBack giveBack(
            WalletId id,
            String key,
            Map<WalletTransactionId, BigDecimal> credits,
            TransactionDocument debit) {
        BigDecimal before = sum(credits);
        debit.parts().forEach(part -> credits.merge(part.grant(), part.credits(), BigDecimal::add));
        return new WalletEvent.GivenBack(
                id,
                debit.id(),
                Samples.transaction(
                        key,
                        TransactionDocument.Type.CREDIT,
                        Reason.INVOICE_VOID_REFUND,
                        debit.credits(),
                        before,
                        debit.parts()));
    }

    private static BigDecimal sum(Map<WalletTransactionId, BigDecimal> credits) {
        return credits.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void add(ViewKind kind, String id, List<Object> events) {
        List<Told> thread = thread();
        events.forEach(event -> thread.add(new Told(kind, id, event)));
    }
}
