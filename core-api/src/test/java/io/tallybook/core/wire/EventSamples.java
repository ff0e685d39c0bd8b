package io.tallybook.core.wire;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.access.UserId;
import io.tallybook.core.catalogue.AddonDocument;
import io.tallybook.core.catalogue.AddonEvent;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.catalogue.GroupDocument;
import io.tallybook.core.catalogue.GroupEvent;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceBatchEvent;
import io.tallybook.core.catalogue.PriceBatchId;
import io.tallybook.core.catalogue.PriceDescription;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitEvent;
import io.tallybook.core.catalogue.PriceUnitId;
import io.tallybook.core.catalogue.ResetUsage;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerTerms;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.UsageReset;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.Breach;
import io.tallybook.core.invoice.Closing;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceDetails;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePolicy;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.LineAllowance;
import io.tallybook.core.invoice.LinePromise;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.AgreedPlan;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.CollectionMethod;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.CommitmentBucketId;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.GroupMembership;
import io.tallybook.core.subscription.GroupedChild;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.LineAgreement;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.PaymentTerms;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.Predecessor.ContinuedLine;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.ResumeMode;
import io.tallybook.core.subscription.ScheduleId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Successor;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.KeyTerms;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.Sharer;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.TimeOfDay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One example of every event as it is written today, with every field filled that can be. */
final class EventSamples {
    private static final Instant NOV = Instant.parse("2023-11-01T00:00:00Z");
    private static final Instant DEC = Instant.parse("2023-12-01T00:00:00Z");
    private static final Instant JAN = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant MOMENT = Instant.parse("2023-11-15T12:34:56.789012Z");
    private static final BillingPeriod NOVEMBER = new BillingPeriod(NOV, DEC);
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final EnvironmentId ENVIRONMENT = EnvironmentId.of(ulid("environment"));
    private static final Scope SCOPE = new Scope(TenantId.of(ulid("tenant")), ENVIRONMENT);
    private static final CustomerId CUSTOMER = CustomerId.of(ulid("customer"));
    private static final MeterId METER = MeterId.of(ulid("meter"));
    private static final PlanId PLAN = PlanId.of(ulid("plan"));
    private static final PriceId PRICE = PriceId.of(ulid("price"));
    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of(ulid("subscription"));
    private static final LineItemId LINE_ITEM = LineItemId.of(ulid("line item"));
    private static final InvoiceId INVOICE = InvoiceId.of(ulid("invoice"));
    private static final InvoiceLineId INVOICE_LINE = InvoiceLineId.of(ulid("invoice line"));
    private static final WalletId WALLET = WalletId.of(ulid("wallet"));
    private static final Map<String, String> METADATA = Map.of("source", "import");
    private static final String HASH = "0123456789abcdef".repeat(4);

    private EventSamples() {}

    static List<Object> all() {
        return Stream.of(
                        AccessSamples.all(),
                        whoAndWhat(),
                        catalogue(),
                        prices(),
                        PlanSyncSamples.all(),
                        addons(),
                        DiscountSamples.all(),
                        entitlements(),
                        subscriptions(),
                        invoicesAndWallets(),
                        GrantSamples.all(),
                        PaymentSamples.all(),
                        AlertSamples.all(),
                        NoticeSamples.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Object> whoAndWhat() {
        return List.of(
                new EnvironmentEvent.Created(
                        ENVIRONMENT, SCOPE, "sandbox", EnvironmentMode.SANDBOX, NOV),
                new EnvironmentEvent.ClockAdvanced(ENVIRONMENT, NOV, DEC),
                new EnvironmentEvent.ClockSet(ENVIRONMENT, DEC, NOV),
                new ApiKeyEvent.Issued(
                        ApiKeyId.of(ulid("key")),
                        SCOPE,
                        "first",
                        HASH,
                        "a1b2",
                        new KeyTerms("private_key", UserId.of(ulid("user")), JAN, 600)),
                new CustomerEvent.Created(
                        CUSTOMER,
                        SCOPE,
                        "acme",
                        person("Ada"),
                        "Europe/Berlin",
                        METADATA,
                        agreed()),
                new CustomerEvent.Updated(
                        CUSTOMER, person("Eve"), "Asia/Kolkata", METADATA, CustomerTerms.NONE),
                new CustomerEvent.Deleted(CUSTOMER),
                new CustomerEvent.Erased(CUSTOMER),
                new PriceEvent.Created(PRICE, SCOPE, tiered()));
    }

    private static List<Object> prices() {
        PriceUnitId unit = PriceUnitId.of(ulid("unit"));
        PriceId next = PriceId.of(ulid("next price"));
        return List.of(
                new PriceEvent.Described(
                        PRICE,
                        new PriceDescription("tokens", "Tokens", "By the token", METADATA, null)),
                new PriceEvent.Superseded(PRICE, DEC, next),
                new PriceEvent.Ended(PRICE, DEC),
                new PriceBatchEvent.Created(
                        PriceBatchId.of(ulid("batch")), SCOPE, List.of(PRICE, next)),
                new PriceUnitEvent.Created(
                        unit,
                        SCOPE,
                        new PriceUnitDocument(
                                "Tokens", "tok", "T", USD, decimal("0.01"), METADATA)),
                new PriceUnitEvent.Updated(unit, "Coins", METADATA),
                new PriceUnitEvent.Deleted(unit));
    }

    private static List<Object> addons() {
        AddonId addon = AddonId.of(ulid("addon"));
        return List.of(
                new AddonEvent.Created(
                        addon,
                        SCOPE,
                        new AddonDocument("Support", "support", "Day and night", METADATA)),
                new AddonEvent.Updated(addon, "Care", "Day and night", METADATA),
                new AddonEvent.Deleted(addon));
    }

    private static List<Object> entitlements() {
        EntitlementId id = EntitlementId.of(ulid("entitlement"));
        EntitlementDocument document =
                new EntitlementDocument(
                        EntitlementDocument.EntityType.SUBSCRIPTION,
                        SUBSCRIPTION.value(),
                        FeatureId.of(ulid("feature")),
                        FeatureType.METERED,
                        EntitlementDocument.Access.ENABLED,
                        1_000L,
                        UsageReset.MONTHLY,
                        EntitlementDocument.LimitKind.HARD,
                        "gold",
                        Map.of("seats", "5"),
                        1,
                        NOV,
                        JAN,
                        EntitlementId.of(ulid("parent")));
        return List.of(
                new EntitlementEvent.Created(id, SCOPE, document, SubscriptionId.of(ulid("first"))),
                new EntitlementEvent.Updated(
                        id,
                        new EntitlementDocument(
                                document.entityType(),
                                document.entityId(),
                                document.featureId(),
                                document.featureType(),
                                document.access(),
                                null,
                                null,
                                document.limitKind(),
                                null,
                                Map.of(),
                                document.displayOrder(),
                                document.startDate(),
                                document.endDate(),
                                document.parentId(),
                                new EntitlementDocument.Grant(
                                        new BigDecimal("12.5"),
                                        EntitlementDocument.Window.HOUR,
                                        5,
                                        EntitlementDocument.Aside.PARALLEL,
                                        EntitlementDocument.Opens.FIRST_USAGE,
                                        EntitlementDocument.Measure.AMOUNT))),
                new EntitlementEvent.Deleted(id));
    }

    private static List<Object> catalogue() {
        GroupId group = GroupId.of(ulid("group"));
        PlanDocument plan = new PlanDocument("Pro", "pro", "For teams", 2, METADATA);
        return List.of(
                new MeterEvent.Created(METER, SCOPE, "Tokens", meter(), ResetUsage.BILLING_PERIOD),
                new MeterEvent.Updated(METER, "All tokens", meter().filters()),
                new MeterEvent.Archived(METER),
                new MeterEvent.Deleted(METER),
                feature(),
                new FeatureEvent.Updated(
                        feature().featureId(),
                        new FeatureDocument(
                                "Tokens",
                                FeatureType.METERED,
                                "tokens",
                                "Every token",
                                METER,
                                "token",
                                "tokens",
                                METADATA,
                                group,
                                new FeatureDocument.ReportingUnit(
                                        "ktoken", "ktokens", decimal("0.001")),
                                new FeatureDocument.Alerts(
                                        FeatureDocument.Alerts.Mode.ON,
                                        threshold("1"),
                                        threshold("10"),
                                        threshold("100.5")))),
                new FeatureEvent.Deleted(feature().featureId()),
                new GroupEvent.Created(
                        group,
                        SCOPE,
                        new GroupDocument(
                                "Core", GroupDocument.EntityType.FEATURE, "core", METADATA)),
                new GroupEvent.Deleted(group),
                new PlanEvent.Created(PLAN, SCOPE, plan),
                new PlanEvent.Updated(PLAN, plan),
                new PlanEvent.Deleted(PLAN));
    }

    private static FeatureDocument.Threshold threshold(String value) {
        return new FeatureDocument.Threshold(decimal(value), FeatureDocument.Side.BELOW);
    }

    private static SubscriptionTerms arranged() {
        var arrangement =
                new Arrangement(
                                CollectionMethod.SEND_INVOICE,
                                PaymentBehavior.DEFAULT_INCOMPLETE,
                                ProrationBehavior.CREATE_PRORATIONS,
                                new PaymentTerms(30),
                                "pm_1",
                                new SpendCommitment(
                                        new BigDecimal("100.00"),
                                        new BigDecimal("1.50"),
                                        PeriodUnit.ANNUAL,
                                        SpendCommitment.Shortfall.CHARGED),
                                14)
                        .heldBack(23);
        var pause = new Course.Pause(MOMENT, DEC, 0, Course.Rest.LATER);
        return terms().with(arrangement).with(new Course(NOV, List.of(pause)));
    }

    private static PauseOrder pause() {
        return new PauseOrder(
                PauseId.of(ulid("pause")),
                PauseOrder.Mode.SCHEDULED,
                MOMENT,
                DEC,
                Course.Rest.LATER,
                NOV,
                "on holiday",
                METADATA);
    }

    private static List<Object> subscriptions() {
        return List.of(
                new SubscriptionEvent.Drafted(SUBSCRIPTION, SCOPE, arranged(), NOVEMBER),
                new SubscriptionEvent.Activated(
                        SUBSCRIPTION,
                        SCOPE,
                        terms(),
                        NOVEMBER,
                        List.of(new GroupedChild(SubscriptionId.of(ulid("begun")), terms()))),
                new SubscriptionEvent.TrialEnded(SUBSCRIPTION, NOVEMBER),
                new SubscriptionEvent.TrialChanged(
                        SUBSCRIPTION,
                        NOVEMBER,
                        new BillingPeriod(NOVEMBER.start(), Instant.parse("2026-11-15T00:00:00Z")),
                        Instant.parse("2026-11-15T00:00:00Z")),
                new SubscriptionEvent.PaymentAwaited(SUBSCRIPTION, INVOICE, NOV, MOMENT),
                new SubscriptionEvent.PaymentArrived(SUBSCRIPTION, INVOICE, MOMENT),
                new SubscriptionEvent.PaymentMissed(
                        SUBSCRIPTION, INVOICE, MOMENT, SubscriptionEvent.Missed.TIMED_OUT),
                new SubscriptionEvent.Renewed(
                        SUBSCRIPTION, 0, NOVEMBER, new BillingPeriod(DEC, JAN), 2),
                new SubscriptionEvent.ThresholdCrossed(
                        SUBSCRIPTION,
                        new Crossing(0, 1, new BillingPeriod(NOV, MOMENT), usd("16.00")),
                        new BigDecimal("15.00")),
                new SubscriptionEvent.LinesChanged(
                        SUBSCRIPTION,
                        terms().lineItems(),
                        List.of(new SubscriptionEvent.LineEnd(LINE_ITEM, DEC, MOMENT)),
                        amendment()),
                new SubscriptionEvent.Remetered(
                        SUBSCRIPTION,
                        "in_force",
                        List.of(
                                new SubscriptionEvent.LineRemetered(
                                        LINE_ITEM, NOV, meter().changed(List.of(), MOMENT)))),
                new SubscriptionEvent.HeirsChanged(
                        SUBSCRIPTION,
                        MOMENT,
                        List.of(
                                new Heir(
                                        CustomerId.of(ulid("heir")),
                                        "acme-berlin",
                                        SubscriptionId.of(ulid("inherited")),
                                        MOMENT,
                                        null)),
                        List.of(SubscriptionId.of(ulid("left")))),
                new SubscriptionEvent.GroupChanged(
                        SUBSCRIPTION,
                        MOMENT,
                        NOV,
                        List.of(SubscriptionId.of(ulid("grouped"))),
                        List.of(SubscriptionId.of(ulid("ungrouped")))),
                new SubscriptionEvent.GroupJoined(
                        SUBSCRIPTION,
                        MOMENT,
                        new GroupMembership(
                                SubscriptionId.of(ulid("parent")),
                                CustomerId.of(ulid("payer")),
                                1,
                                null)),
                new SubscriptionEvent.GroupLeft(
                        SUBSCRIPTION,
                        SubscriptionId.of(ulid("parent")),
                        DEC,
                        0,
                        List.of(new SubscriptionEvent.Withheld(0, new BillingPeriod(NOV, DEC), 2))),
                new SubscriptionEvent.ChangeScheduled(
                        SUBSCRIPTION,
                        new AgreedPlan(
                                ScheduleId.of(ulid("schedule")),
                                PLAN,
                                Settling.AT_ONCE,
                                terms().lineItems(),
                                AgreedPlan.Addons.CARRY,
                                MOMENT,
                                METADATA,
                                List.of(AddonAssociationId.of(ulid("apart")))),
                        DEC),
                new SubscriptionEvent.ChangeWithdrawn(
                        SUBSCRIPTION, ScheduleId.of(ulid("schedule")), MOMENT),
                new SubscriptionEvent.PauseScheduled(SUBSCRIPTION, pause()),
                new SubscriptionEvent.PauseWithdrawn(SUBSCRIPTION, pause().id(), MOMENT),
                new SubscriptionEvent.Paused(
                        SUBSCRIPTION, pause(), 0, NOVEMBER, new BillingPeriod(NOV, MOMENT)),
                new SubscriptionEvent.Resumed(
                        SUBSCRIPTION,
                        pause().id(),
                        DEC,
                        ResumeMode.AUTO,
                        0,
                        1,
                        new BillingPeriod(DEC, JAN)),
                new SubscriptionEvent.CancellationScheduled(
                        SUBSCRIPTION,
                        CancellationType.END_OF_PERIOD,
                        MOMENT,
                        DEC,
                        "too dear",
                        ProrationBehavior.CREATE_PRORATIONS,
                        successor()),
                new SubscriptionEvent.CancellationWithdrawn(SUBSCRIPTION, DEC),
                new SubscriptionEvent.Cancelled(
                                SUBSCRIPTION,
                                CancellationType.IMMEDIATE,
                                MOMENT,
                                MOMENT,
                                0,
                                new BillingPeriod(NOV, MOMENT),
                                OpenUsage.INVOICED,
                                "too dear",
                                new Unspent(
                                        List.of(
                                                new Amendment.Unused(
                                                        LINE_ITEM,
                                                        new BillingPeriod(MOMENT, DEC),
                                                        usd("9.50"))),
                                        usd("9.50")))
                        .followedBy(successor()));
    }

    private static Successor successor() {
        SubscriptionTerms terms = terms();
        return new Successor(
                SubscriptionId.of(ulid("successor")),
                terms.beginning(MOMENT, MOMENT, terms.timezone())
                        .with(
                                terms.arranged()
                                        .following(
                                                Predecessor.of(
                                                        SUBSCRIPTION,
                                                        terms,
                                                        MOMENT,
                                                        List.of(
                                                                new ContinuedLine(
                                                                        LINE_ITEM, LINE_ITEM))),
                                                null)));
    }

    private static List<Object> invoicesAndWallets() {
        return List.of(
                new InvoiceEvent.Opened(INVOICE, SCOPE, opening()),
                new InvoiceEvent.FinalizationRequested(INVOICE, MOMENT),
                new InvoiceEvent.ComputationRequested(INVOICE, MOMENT, opening()),
                new InvoiceEvent.Computed(
                        INVOICE,
                        CUSTOMER,
                        Conventions.FLEXPRICE,
                        List.of(line()),
                        usd("47.72"),
                        usd("47.72"),
                        HASH,
                        "1",
                        InvoicePolicy.USUAL,
                        DiscountSamples.applied(INVOICE_LINE),
                        Closing.AT_ONCE),
                new InvoiceEvent.Skipped(INVOICE, List.of(), usd("0.00"), HASH, "1"),
                finalized(),
                new InvoiceEvent.Voided(
                        INVOICE,
                        MOMENT,
                        List.of(credit()),
                        "wrong plan",
                        null,
                        List.of(
                                new MoneyBack(
                                        RefundId.of(ulid("refund")),
                                        PaymentId.of(ulid("payment")),
                                        usd("5.00"),
                                        CUSTOMER))),
                new InvoiceEvent.Described(INVOICE, details()),
                new InvoiceEvent.Parked(
                        INVOICE,
                        MOMENT,
                        List.of(
                                new Breach(Breach.Bound.JUMP, null, "1000000.00", "10000.00"),
                                new Breach(
                                        Breach.Bound.BILLED_TWICE,
                                        LINE_ITEM.value(),
                                        "2023-11-01T00:00:00Z/2023-12-01T00:00:00Z",
                                        "nothing of it, billed by " + INVOICE)),
                        List.of(line()),
                        usd("47.72")),
                new InvoiceEvent.Released(
                        INVOICE,
                        MOMENT,
                        opening(),
                        List.of(new Breach(Breach.Bound.JUMP, null, "1000000.00", "10000.00")),
                        "a launch, as announced"),
                new InvoiceEvent.DraftComputed(
                        INVOICE, List.of(line()), usd("47.72"), HASH, "1", null),
                new WalletEvent.Created(WALLET, SCOPE, wallet()),
                new WalletEvent.ToppedUp(WALLET, toppedUp()),
                new WalletEvent.Debited(
                        WALLET,
                        INVOICE,
                        paid(
                                "debit",
                                TransactionDocument.Type.DEBIT,
                                TransactionDocument.Reason.INVOICE_PAYMENT,
                                "0.10")),
                new WalletEvent.GivenBack(
                        WALLET,
                        transaction("debit"),
                        paid(
                                "giving back",
                                TransactionDocument.Type.CREDIT,
                                TransactionDocument.Reason.INVOICE_VOID_REFUND,
                                "50.10"),
                        CreditNoteId.of(ulid("note"))),
                new WalletEvent.Updated(WALLET, wallet()),
                new WalletEvent.PurchaseBegun(WALLET, toppedUp(), bonus(), usd("22.55")),
                new WalletEvent.PurchaseFailed(WALLET, transaction("topup"), "card declined"),
                new WalletEvent.TakenOut(WALLET, out("voiding", Reason.CREDIT_VOIDED)),
                new WalletEvent.Expired(
                        WALLET, transaction("topup"), out("expiry", Reason.CREDIT_EXPIRED)),
                new WalletEvent.Held(WALLET, hold()),
                new WalletEvent.HoldCaptured(
                        WALLET, hold().id(), out("capture", Reason.MANUAL_BALANCE_DEBIT)),
                new WalletEvent.HoldReleased(WALLET, hold().id(), HoldDocument.Status.TIMED_OUT),
                new WalletEvent.Terminated(
                        WALLET, out("end", Reason.WALLET_TERMINATION), usd("22.50")));
    }

    private static TransactionDocument out(String name, Reason reason) {
        return paid(name, TransactionDocument.Type.DEBIT, reason, "0.10");
    }

    private static HoldDocument hold() {
        return new HoldDocument(
                HoldId.of(ulid("hold")),
                decimal("50"),
                usd("25.00"),
                MOMENT,
                "job 12",
                "One long run",
                METADATA,
                List.of(new TransactionDocument.Part(transaction("topup"), decimal("50"))));
    }

    private static WalletTerms walletTerms() {
        return new WalletTerms(
                WalletTerms.Kind.PREPAID,
                2,
                "tok",
                Conventions.LAGO,
                new WalletTerms.Reach(
                        List.of(PriceDocument.Type.USAGE),
                        List.of(FeatureId.of(ulid("feature"))),
                        List.of(METER)),
                new WalletTerms.TopUpTerms(
                        decimal("5"),
                        decimal("5000"),
                        List.of(
                                new WalletTerms.BonusSlab(decimal("100"), decimal("10"), null),
                                new WalletTerms.BonusSlab(decimal("1000"), null, decimal("15")))));
    }

    private static TransactionDocument bonus() {
        return new TransactionDocument(
                transaction("bonus"),
                TransactionDocument.Type.CREDIT,
                Reason.PURCHASED_CREDIT_BONUS,
                decimal("5"),
                usd("2.50"),
                decimal("50.10"),
                decimal("55.10"),
                null,
                JAN,
                1,
                null,
                null,
                Map.of(),
                List.of(),
                transaction("topup"));
    }

    private static CustomerTerms agreed() {
        return new CustomerTerms(
                USD,
                "de-DE",
                CustomerId.of(ulid("parent")),
                List.of(
                        new CustomerTerms.TaxRateOverride(
                                "VAT19", USD, 1, CustomerTerms.Apply.ALWAYS)));
    }

    private static PersonalData person(String name) {
        return new PersonalData(
                name,
                "ada@example.com",
                "+49 30 1234567",
                "Unter den Linden 1",
                "2. Stock",
                "Berlin",
                "BE",
                "10117",
                "DE",
                List.of(new PersonalData.TaxId("eu_vat", "DE123456789")),
                List.of(new PersonalData.ProviderLink("stripe", "cus_1")));
    }

    private static MeterDefinition meter() {
        return new MeterDefinition(
                METER,
                "tokens",
                List.of(new MeterDefinition.Filter("region", List.of("eu", "us"))),
                AggregationType.SUM_WITH_MULTIPLIER,
                "count",
                decimal("0.001"));
    }

    private static FeatureEvent.Created feature() {
        return new FeatureEvent.Created(
                FeatureId.of(ulid("feature")),
                SCOPE,
                new FeatureDocument(
                        "Tokens",
                        FeatureType.METERED,
                        "tokens",
                        "What the models read",
                        METER,
                        "token",
                        "tokens",
                        METADATA));
    }

    private static PriceDocument tiered() {
        return new PriceDocument(
                PLAN,
                PriceDocument.Type.USAGE,
                PriceDocument.BillingModel.TIERED,
                USD,
                BigDecimal.ZERO,
                PriceDocument.TierMode.SLAB,
                List.of(
                        new PriceDocument.Tier(decimal("1000000"), decimal("0"), decimal("0")),
                        new PriceDocument.Tier(
                                decimal("11000000"), decimal("0.0000025"), decimal("1.50")),
                        new PriceDocument.Tier(null, decimal("0.0000020"), decimal("0"))),
                null,
                PeriodUnit.MONTHLY,
                1,
                PriceDocument.InvoiceCadence.ARREAR,
                METER,
                "tokens-2023",
                "Tokens",
                "By the token",
                METADATA,
                new PriceDocument.Range(
                        AddonId.of(ulid("addon")),
                        SUBSCRIPTION,
                        NOV,
                        JAN,
                        Map.of("model", List.of("large")),
                        "group_of_prices",
                        PriceId.of(ulid("first price"))),
                new PriceDocument.Conditions(
                        decimal("3"),
                        14,
                        new PriceDocument.WrittenIn(
                                PriceUnitId.of(ulid("unit")),
                                "tok",
                                "T",
                                decimal("0.01"),
                                BigDecimal.ZERO,
                                List.of(
                                        new PriceDocument.Tier(
                                                null, decimal("0.0002"), decimal("0"))))));
    }

    private static PriceDocument packages() {
        return new PriceDocument(
                PLAN,
                PriceDocument.Type.FIXED,
                PriceDocument.BillingModel.PACKAGE,
                USD,
                decimal("10.00"),
                null,
                List.of(),
                new PriceDocument.TransformQuantity(decimal("1000"), PriceDocument.Round.UP),
                PeriodUnit.MONTHLY,
                1,
                PriceDocument.InvoiceCadence.ADVANCE,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static Amendment amendment() {
        return new Amendment(
                "change_" + ulid("change"),
                MOMENT,
                Settling.AT_ONCE,
                0,
                new BillingPeriod(MOMENT, DEC),
                usd("10.97"),
                List.of(
                        new Amendment.Unused(
                                LINE_ITEM, new BillingPeriod(MOMENT, DEC), usd("5.48"))),
                usd("0.00"),
                PLAN,
                List.of(addon()),
                List.of(addon().ended(DEC, MOMENT, "not needed")));
    }

    private static AddonAssociation addon() {
        return new AddonAssociation(
                AddonAssociationId.of(ulid("association")),
                AddonId.of(ulid("addon")),
                NOV,
                DEC,
                NOV,
                null,
                null,
                METADATA);
    }

    private static SubscriptionTerms terms() {
        return new SubscriptionTerms(
                CUSTOMER,
                "acme",
                PLAN,
                USD,
                NOV,
                JAN,
                NOV,
                BillingCycle.ANNIVERSARY,
                PeriodUnit.MONTHLY,
                1,
                "Europe/Berlin",
                Conventions.FLEXPRICE,
                List.of(
                        new LineItem(
                                LINE_ITEM,
                                PRICE,
                                tiered(),
                                meter(),
                                "Tokens",
                                "Pro",
                                BigDecimal.ZERO,
                                NOV,
                                DEC,
                                MOMENT,
                                AddonAssociationId.of(ulid("association")),
                                new LineAgreement(
                                        "change_" + ulid("change"),
                                        Settling.AT_ONCE,
                                        usd("5.48"),
                                        List.of(
                                                new LineAgreement.AgreedEnd(null, null, null),
                                                new LineAgreement.AgreedEnd(
                                                        MOMENT, DEC, "change_" + ulid("other"))),
                                        METADATA,
                                        promised())),
                        new LineItem(
                                LineItemId.of(ulid("seats")),
                                PriceId.of(ulid("seats")),
                                packages(),
                                null,
                                "Seats",
                                "Pro",
                                decimal("2.50"))),
                "acme-pro",
                METADATA,
                List.of(addon()),
                null,
                null);
    }

    private static LineCommitment promised() {
        return new LineCommitment(
                LineCommitment.Measure.QUANTITY,
                decimal("1000.50"),
                decimal("1.5"),
                PeriodUnit.ANNUAL,
                SpendCommitment.Shortfall.CHARGED,
                LineCommitment.Span.TERM,
                LineItemId.of(ulid("before")));
    }

    private static CommitmentBucket nights() {
        return new CommitmentBucket(
                CommitmentBucketId.of(ulid("nights")),
                new TimeOfDay(LocalTime.of(22, 0), LocalTime.of(6, 30)),
                new CommitmentBucket.Own(PRICE, tiered()),
                LineCommitment.Measure.AMOUNT,
                decimal("5"),
                decimal("2"),
                SpendCommitment.Shortfall.FORGIVEN);
    }

    private static InvoiceDetails details() {
        return new InvoiceDetails("Setting up", METADATA, MOMENT, null, "setup-1");
    }

    private static InvoiceOpening opening() {
        return new InvoiceOpening(
                SUBSCRIPTION,
                CUSTOMER,
                USD,
                BillingReason.SUBSCRIPTION_CYCLE,
                0,
                NOVEMBER,
                Instant.parse("2023-12-01T02:00:00Z"),
                "change_" + ulid("change"));
    }

    private static UsageReading inBuckets() {
        return new UsageReading(
                METER,
                "acme",
                NOVEMBER,
                decimal("27.5"),
                12,
                "0:123,1:456",
                HASH,
                List.of(
                        new UsageReading.Run(decimal("9"), 2),
                        new UsageReading.Run(decimal("9.5"), 1, LocalTime.of(9, 30))),
                meter().changed(List.of(), MOMENT).during(NOVEMBER),
                List.of(new Sharer("acme-berlin", MOMENT, null)));
    }

    private static InvoiceLine line() {
        UsageReading reading =
                new UsageReading(
                        METER, "acme", NOVEMBER, decimal("22361870"), 19366, "0:123,1:456", HASH);
        return new InvoiceLine(
                new InvoiceLineInput(
                                INVOICE_LINE,
                                LINE_ITEM,
                                PRICE,
                                tiered(),
                                "Tokens",
                                "Pro",
                                NOVEMBER,
                                decimal("22361870"),
                                reading)
                        .with(
                                new LineAllowance(
                                        decimal("1000"),
                                        List.of(EntitlementId.of(ulid("entitlement"))),
                                        List.of(
                                                new LineAllowance.Window(
                                                        NOVEMBER, reading, inBuckets())),
                                        List.of(
                                                new LineAllowance.Beside(
                                                        decimal("2500.5"),
                                                        List.of(EntitlementId.of(ulid("beside"))),
                                                        List.of(
                                                                new LineAllowance.Window(
                                                                        NOVEMBER, reading,
                                                                        null))))))
                        .less(usd("1.00"))
                        .under(
                                new LinePromise(
                                        LinePromise.Promiser.LINE,
                                        promised().at(List.of(nights())),
                                        decimal("12.50"),
                                        LinePromise.Rest.LATER,
                                        3,
                                        List.of(
                                                new UsageReading.Run(
                                                        decimal("0"), 3, LocalTime.MIDNIGHT)))),
                decimal("47.7237400"),
                usd("47.72"),
                List.of(
                        new InvoiceLine.Step(
                                "tier.2",
                                decimal("1000000"),
                                decimal("11000000"),
                                decimal("10000000"),
                                decimal("0.0000025"),
                                decimal("0"),
                                decimal("25.0000000")),
                        new InvoiceLine.Step(
                                "tier.3",
                                decimal("11000000"),
                                null,
                                decimal("11361870"),
                                decimal("0.0000020"),
                                decimal("0"),
                                decimal("22.7237400"))));
    }

    private static InvoiceEvent.Finalized finalized() {
        return new InvoiceEvent.Finalized(
                INVOICE,
                "INV-202312-00001",
                MOMENT,
                MOMENT.plusSeconds(86_400),
                List.of(new LineSettlement(INVOICE_LINE, usd("0.00"), usd("25.00"), usd("0.00"))),
                List.of(credit()),
                new InvoiceTotals(
                        usd("47.72"), usd("0.00"), usd("25.00"), usd("0.00"), usd("22.72")));
    }

    private static CreditBurnt credit() {
        return new CreditBurnt(WALLET, transaction("debit"), usd("25.00"));
    }

    private static WalletDocument wallet() {
        return new WalletDocument(
                CUSTOMER,
                USD,
                "Prepaid",
                "For the pilot",
                decimal("0.50"),
                decimal("0.45"),
                METADATA,
                walletTerms());
    }

    private static TransactionDocument toppedUp() {
        return new TransactionDocument(
                transaction("topup"),
                TransactionDocument.Type.CREDIT,
                TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                decimal("50.10"),
                usd("25.05"),
                decimal("0"),
                decimal("50.10"),
                "order 7",
                JAN,
                1,
                "key-1",
                "Pilot",
                METADATA,
                List.of());
    }

    private static TransactionDocument paid(
            String name,
            TransactionDocument.Type type,
            TransactionDocument.Reason reason,
            String after) {
        BigDecimal change = decimal("50");
        BigDecimal balance = decimal(after);
        return new TransactionDocument(
                transaction(name),
                type,
                reason,
                change,
                usd("25.00"),
                type == TransactionDocument.Type.DEBIT
                        ? balance.add(change)
                        : balance.subtract(change),
                balance,
                INVOICE.value(),
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(new TransactionDocument.Part(transaction("topup"), change)));
    }

    private static WalletTransactionId transaction(String name) {
        return WalletTransactionId.of(ulid(name));
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(NOV, name);
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), USD);
    }
}
