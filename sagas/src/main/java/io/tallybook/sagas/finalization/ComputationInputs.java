package io.tallybook.sagas.finalization;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.AllowancePlan;
import io.tallybook.core.invoice.BillableLines;
import io.tallybook.core.invoice.BilledBefore;
import io.tallybook.core.invoice.EarlierSpend;
import io.tallybook.core.invoice.GivenInvoice;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceParts;
import io.tallybook.core.invoice.InvoicePolicy;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.LineGrants;
import io.tallybook.core.invoice.Promises;
import io.tallybook.core.invoice.SafetyBounds;
import io.tallybook.core.invoice.SafetyCheck;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageArchived;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Preparation;
import io.tallybook.sagas.duework.Prepared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a batch of invoices is computed from: the agreed terms, and the complete usage of
 * all of them in one reading.
 */
public final class ComputationInputs implements Preparation {
    private final Subscriptions subscriptions;
    private final QueryGateway queries;
    private final UsageOfInvoices usage;
    private final CouponsAndTaxes couponsAndTaxes;
    private final EarlierInvoices earlierInvoices;
    private final PayingWallets paying;

    public ComputationInputs(
            Subscriptions subscriptions, QueryGateway queries, ProcessCommands commands) {
        this.subscriptions = subscriptions;
        this.queries = queries;
        this.usage = new UsageOfInvoices(queries);
        this.couponsAndTaxes = new CouponsAndTaxes(queries, commands);
        this.earlierInvoices = new EarlierInvoices(queries);
        this.paying = new PayingWallets(queries);
    }

    /** An invoice whose lines are known, before its usage was read. */
    private record Planned(
            DueItem item,
            InvoiceId invoice,
            InvoiceOpening opening,
            SubscriptionTerms terms,
            List<BillableLines.Line> lines,
            Map<BillableLines.Line, LineGrants> grants) {
        SubscriptionId subscription() {
            return opening.subscription();
        }

        Promises promises() {
            return new Promises(terms, opening);
        }

        /** Whether it is the part of a subscription that is invoiced together with another. */
        boolean isPart() {
            return !subscription().equals(duty(item).opening().subscription());
        }

        /** From which the ids of its lines follow. */
        InvoiceId linesOf() {
            return isPart() ? InvoiceParts.id(invoice, opening) : invoice;
        }

        /** From when on earlier invoices count; empty if none does. */
        Optional<Instant> since() {
            return opening.invoicedWithin() == 0
                    ? promises().since()
                    : promises().since().or(() -> Optional.of(opening.period().start()));
        }

        // What an earlier invoice came to counts: it has to be known for good.
        boolean isReady(EarlierSpend earlier) {
            return earlier.isCompleteWithin(opening)
                    && promises()
                            .since()
                            .map(from -> earlier.isComplete(terms, opening, from))
                            .orElse(true);
        }
    }

    /** Errors: whatever the reading fails with; no invoice of the batch is computed then. */
    @Override
    public List<Prepared> prepare(Scope scope, List<DueItem> items) {
        List<Prepared> prepared = readable(scope, items).stream().map(this::usingUp).toList();
        Map<CustomerId, List<WalletView>> wallets =
                paying.of(
                        scope,
                        items.stream()
                                .map(item -> duty(item).opening().customerId())
                                .distinct()
                                .toList());
        return prepared.stream().map(one -> closing(one, wallets)).toList();
    }

    // Where no wallet is to be asked, nothing is left to wait for.
    private static Prepared closing(Prepared prepared, Map<CustomerId, List<WalletView>> wallets) {
        return switch (prepared) {
            case Prepared.Ready(var item, InvoiceCommand.Compute compute)
                    when !wallets.containsKey(duty(item).opening().customerId()) ->
                    new Prepared.Ready(item, compute.atOnce());
            case Prepared.Ready _, Prepared.Unready _, Prepared.Postponed _, Prepared.Moot _ ->
                    prepared;
        };
    }

    // One whose usage has left for the archive does not hold up the others.
    private List<Prepared> readable(Scope scope, List<DueItem> items) {
        try {
            return collect(scope, items, null);
        } catch (UsageArchived e) {
            if (items.size() == 1) {
                return List.of(
                        new Prepared.Unready(items.getFirst(), String.valueOf(e.getMessage())));
            }
            return items.stream().flatMap(one -> readable(scope, List.of(one)).stream()).toList();
        }
    }

    /**
     * The same without using up what lasts for one invoice: for who only asks. Errors: whatever the
     * reading fails with.
     *
     * @param assuming an amendment of usage that is taken to be in force; absent for none
     */
    List<Prepared> collect(Scope scope, List<DueItem> items, @Nullable AmendmentId assuming) {
        List<Prepared> prepared = new ArrayList<>();
        List<Planned> planned = new ArrayList<>();
        Map<SubscriptionId, SubscriptionTerms> terms =
                new HashMap<>(
                        subscriptions.terms(
                                scope,
                                items.stream()
                                        .map(i -> duty(i).opening())
                                        .filter(InvoiceOpening::followsTerms)
                                        .map(InvoiceOpening::subscription)
                                        .toList()));
        Map<SubscriptionId, SubscriptionView> children =
                subscriptions.views(
                        scope,
                        items.stream()
                                .flatMap(i -> duty(i).opening().children().stream())
                                .toList());
        children.forEach((id, view) -> terms.put(id, view.terms()));
        Given given = given(scope, terms);
        InvoicePolicy policy = policy(scope);
        SafetyBounds bounds = SafetyInputs.bounds(queries, scope);
        for (DueItem item : items) {
            GivenInvoice written = duty(item).opening().given();
            if (written != null) {
                prepared.add(compute(item, written, policy, bounds));
                continue;
            }
            SubscriptionTerms agreed = terms.get(duty(item).opening().subscription());
            if (agreed == null || !shows(agreed, duty(item).opening())) {
                prepared.add(
                        new Prepared.Unready(
                                item,
                                "the view does not show its subscription as it was agreed yet"));
            } else if (awaited(duty(item).opening(), agreed, children)) {
                prepared.add(
                        new Prepared.Unready(
                                item,
                                "a subscription that is invoiced with it has not closed its period"
                                        + " yet"));
            } else {
                plan(item, agreed, children, given, planned, prepared);
            }
        }
        prepared.addAll(computed(scope, planned, assuming, policy, bounds, terms));
        return List.copyOf(prepared);
    }

    private List<Prepared> computed(
            Scope scope,
            List<Planned> planned,
            @Nullable AmendmentId assuming,
            InvoicePolicy policy,
            SafetyBounds bounds,
            Map<SubscriptionId, SubscriptionTerms> terms) {
        UsageOfInvoices.Opened opened =
                usage.opened(
                        scope,
                        planned.stream()
                                .flatMap(invoice -> invoice.grants().values().stream())
                                .flatMap(grants -> grants.openings().stream())
                                .toList(),
                        assuming);
        List<Computable> computable =
                planned.stream().map(invoice -> Computable.of(invoice, opened)).toList();
        Map<ReadingRequest, UsageReading> readings =
                usage.read(
                        scope,
                        computable.stream().flatMap(one -> one.requests().stream()).toList(),
                        opened.state());
        CouponsAndTaxes.Found found =
                couponsAndTaxes.of(
                        scope,
                        terms,
                        planned.stream().map(one -> one.opening().customerId()).toList());
        BilledBefore.Index before = before(scope, planned);
        Map<SubscriptionId, EarlierSpend> earlier = earlier(scope, planned);
        Map<DueItem, List<Computable>> invoices =
                computable.stream()
                        .collect(
                                Collectors.groupingBy(
                                        one -> one.planned().item(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        List<Prepared> prepared = new ArrayList<>();
        invoices.forEach(
                (item, parts) -> {
                    if (!parts.stream().allMatch(one -> isReady(one.planned(), earlier))) {
                        prepared.add(
                                new Prepared.Unready(
                                        item,
                                        "an earlier invoice that counts for it is not closed yet"));
                        return;
                    }
                    InvoiceQuery.Inputs inputs =
                            InvoiceParts.together(
                                    parts.stream()
                                            .map(one -> inputs(one, readings, found, earlier))
                                            .toList());
                    prepared.add(
                            new Prepared.Ready(
                                    item,
                                    compute(item, inputs, policy)
                                            .within(
                                                    before.of(
                                                            bounds,
                                                            duty(item).opening(),
                                                            inputs.lines()))));
                });
        return prepared;
    }

    private static boolean isReady(Planned part, Map<SubscriptionId, EarlierSpend> earlier) {
        return part.isReady(earlier.getOrDefault(part.subscription(), EarlierSpend.NONE));
    }

    private static boolean awaited(
            InvoiceOpening opening,
            SubscriptionTerms parent,
            Map<SubscriptionId, SubscriptionView> children) {
        return opening.children().stream()
                .map(children::get)
                .anyMatch(child -> child != null && InvoiceParts.isAwaited(opening, parent, child));
    }

    private Map<SubscriptionId, EarlierSpend> earlier(Scope scope, List<Planned> planned) {
        Map<SubscriptionId, Instant> since = new HashMap<>();
        for (Planned invoice : planned) {
            invoice.since()
                    .ifPresent(
                            from ->
                                    since.merge(
                                            invoice.subscription(),
                                            from,
                                            (one, other) -> one.isBefore(other) ? one : other));
        }
        Map<SubscriptionId, SubscriptionTerms> terms = new HashMap<>();
        planned.forEach(invoice -> terms.put(invoice.subscription(), invoice.terms()));
        return since.isEmpty() ? Map.of() : earlierInvoices.of(scope, since, terms);
    }

    private BilledBefore.Index before(Scope scope, List<Planned> planned) {
        return SafetyInputs.before(
                queries,
                scope,
                planned.stream()
                        .flatMap(
                                invoice ->
                                        EarlierSpend.invoicedBy(
                                                invoice.subscription(), invoice.terms())
                                                .stream())
                        .distinct()
                        .toList(),
                planned.stream()
                        .flatMap(invoice -> invoice.lines().stream())
                        .map(BillableLines.Line::servicePeriod));
    }

    /** An invoice of which it is known what has to be read. */
    private record Computable(Planned planned, Map<BillableLines.Line, AllowancePlan> allowances) {
        static Computable of(Planned planned, UsageOfInvoices.Opened opened) {
            Map<BillableLines.Line, AllowancePlan> allowances = new HashMap<>();
            planned.grants().forEach((line, free) -> allowances.put(line, free.plan(opened::of)));
            return new Computable(planned, allowances);
        }

        List<ReadingRequest> requests() {
            List<ReadingRequest> requests = new ArrayList<>();
            for (BillableLines.Line line : planned.lines()) {
                ReadingRequest request = line.reading();
                if (request != null) {
                    requests.add(request);
                }
            }
            allowances.values().forEach(free -> requests.addAll(free.requests()));
            return requests;
        }
    }

    private Prepared usingUp(Prepared prepared) {
        return switch (prepared) {
            case Prepared.Ready(var item, InvoiceCommand.Compute compute) ->
                    couponsAndTaxes
                            .use(compute, duty(item).opening().currency())
                            .<Prepared>map(refused -> new Prepared.Unready(item, refused))
                            .orElse(prepared);
            case Prepared.Ready _, Prepared.Unready _, Prepared.Postponed _, Prepared.Moot _ ->
                    prepared;
        };
    }

    // A view that lags may not show yet the change or the pause that an invoice settles.
    private static boolean shows(SubscriptionTerms terms, InvoiceOpening opening) {
        return switch (opening.reason()) {
            case SUBSCRIPTION_PAUSE ->
                    terms.coursed().pauses().stream()
                            .anyMatch(pause -> pause.start().equals(opening.period().end()));
            case SUBSCRIPTION_RESUME ->
                    terms.coursed().pauses().stream()
                            .anyMatch(pause -> opening.period().start().equals(pause.end()));
            case SUBSCRIPTION_CREATE,
                    SUBSCRIPTION_CYCLE,
                    SUBSCRIPTION_CANCEL,
                    SUBSCRIPTION_UPDATE,
                    SUBSCRIPTION_TRIAL_START,
                    SUBSCRIPTION_TRIAL_END,
                    PRORATION,
                    MANUAL,
                    WALLET_AUTO_TOPUP,
                    CORRECTION ->
                    shows(terms, opening.changeId());
            // It knows itself how many came before it, and waits for those.
            case AUTO_INVOICE_THRESHOLD -> true;
        };
    }

    private static boolean shows(SubscriptionTerms terms, @Nullable String changeId) {
        return changeId == null
                || terms.lineItems().stream()
                        .anyMatch(line -> changeId.equals(line.agreement().changeId()));
    }

    // Terms that cannot be billed hold up their own invoice and no other of the batch.
    private static void plan(
            DueItem item,
            SubscriptionTerms terms,
            Map<SubscriptionId, SubscriptionView> children,
            Given given,
            List<Planned> planned,
            List<Prepared> failed) {
        InvoiceOpening opening = duty(item).opening();
        try {
            List<Planned> parts = new ArrayList<>();
            parts.add(part(item, opening, terms, given));
            for (SubscriptionId id : opening.children()) {
                SubscriptionView child = children.get(id);
                if (child != null) {
                    InvoiceParts.of(opening, child)
                            .map(part -> part(item, part, child.terms(), given))
                            .ifPresent(parts::add);
                }
            }
            planned.addAll(parts);
        } catch (RuntimeException e) {
            failed.add(new Prepared.Unready(item, e.toString()));
        }
    }

    private static Planned part(
            DueItem item, InvoiceOpening opening, SubscriptionTerms terms, Given given) {
        List<BillableLines.Line> lines = BillableLines.of(terms, opening);
        Map<BillableLines.Line, LineGrants> grants = new HashMap<>();
        lines.forEach(
                line ->
                        LineGrants.of(opening.subscription(), terms, line, given)
                                .ifPresent(free -> grants.put(line, free)));
        return new Planned(item, duty(item).subject(), opening, terms, lines, grants);
    }

    private InvoicePolicy policy(Scope scope) {
        return Replies.of(
                        queries.query(
                                new TenancyQuery.SettingOf(scope, InvoicePolicy.SETTING),
                                ResponseTypes.optionalInstanceOf(SettingView.class)))
                .map(setting -> InvoicePolicy.of(setting.value()))
                .orElse(InvoicePolicy.USUAL);
    }

    private Given given(Scope scope, Map<SubscriptionId, SubscriptionTerms> terms) {
        List<String> givers =
                terms.entrySet().stream()
                        .flatMap(t -> Grants.givers(t.getKey(), t.getValue()).keySet().stream())
                        .distinct()
                        .toList();
        return givers.isEmpty()
                ? Given.NOTHING
                : Replies.of(
                        queries.query(
                                new EntitlementQuery.OfEntities(scope, givers),
                                ResponseTypes.instanceOf(Given.class)));
    }

    private static InvoiceCommand.Compute compute(
            DueItem item, InvoiceQuery.Inputs inputs, InvoicePolicy policy) {
        return new InvoiceCommand.Compute(
                duty(item).subject(),
                item.scope(),
                item.dueAt(),
                inputs.conventions(),
                inputs.lines(),
                policy,
                inputs.adjustments());
    }

    private static InvoiceQuery.Inputs inputs(
            Computable computable,
            Map<ReadingRequest, UsageReading> readings,
            CouponsAndTaxes.Found found,
            Map<SubscriptionId, EarlierSpend> earlierSpend) {
        Planned invoice = computable.planned();
        DueItem item = invoice.item();
        EarlierSpend earlier = earlierSpend.getOrDefault(invoice.subscription(), EarlierSpend.NONE);
        List<InvoiceLineInput> whole =
                invoice.promises()
                        .on(invoice.linesOf(), inputs(computable, readings), earlier, item.dueAt());
        List<InvoiceLineInput> lines = earlier.lessWithin(invoice.opening(), whole);
        List<InvoiceLineInput> inputs =
                invoice.isPart()
                        ? InvoiceParts.served(invoice.opening(), invoice.terms(), lines)
                        : lines;
        Adjustments adjustments =
                found.of(
                        item.scope(),
                        invoice.invoice(),
                        invoice.opening(),
                        invoice.terms(),
                        inputs);
        return new InvoiceQuery.Inputs(
                invoice.terms().conventions(), inputs, adjustments.isEmpty() ? null : adjustments);
    }

    private static List<InvoiceLineInput> inputs(
            Computable computable, Map<ReadingRequest, UsageReading> readings) {
        Planned invoice = computable.planned();
        List<InvoiceLineInput> inputs = new ArrayList<>();
        for (BillableLines.Line line : invoice.lines()) {
            ReadingRequest request = line.reading();
            InvoiceLineInput input =
                    request == null
                            ? line.input(invoice.linesOf(), null)
                            : line.input(
                                    invoice.linesOf(),
                                    Objects.requireNonNull(readings.get(request)));
            AllowancePlan free = computable.allowances().get(line);
            inputs.add(
                    free == null
                            ? input
                            : input.with(free.with(r -> Objects.requireNonNull(readings.get(r)))));
        }
        return inputs;
    }

    private static Prepared compute(
            DueItem item, GivenInvoice given, InvoicePolicy policy, SafetyBounds bounds) {
        return new Prepared.Ready(
                item,
                new InvoiceCommand.Compute(
                        duty(item).subject(),
                        item.scope(),
                        item.dueAt(),
                        given.conventions(),
                        given.lines(),
                        policy,
                        given.adjustments(),
                        SafetyCheck.of(bounds)));
    }

    private static Duty.FinalizeInvoice duty(DueItem item) {
        if (item.duty() instanceof Duty.FinalizeInvoice duty) {
            return duty;
        }
        throw new IllegalArgumentException("not an invoice to be finalized: " + item);
    }
}
