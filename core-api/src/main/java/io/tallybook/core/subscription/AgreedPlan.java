package io.tallybook.core.subscription;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.subscription.SubscriptionCommand.AddonEnd;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Another plan that a subscription goes over to when its open period ends.
 *
 * <pre>
 *  open period   ├──────── agreed ────────┤
 *  the plan's    ═════════════════════════╡
 *  the other's                            ╞══════════   paid with the period that begins
 * </pre>
 *
 * @param settling what becomes of lines of the plan that are paid beyond the period
 * @param lines of the other plan, as they were offered when it was agreed
 * @param addons what becomes of the addons
 * @param apart the instances of addons of which the other becomes
 */
public record AgreedPlan(
        ScheduleId id,
        PlanId planId,
        Settling settling,
        List<LineItem> lines,
        Addons addons,
        Instant agreedAt,
        Map<String, String> metadata,
        List<AddonAssociationId> apart) {
    public AgreedPlan {
        lines = List.copyOf(lines);
        metadata = Map.copyOf(Objects.requireNonNullElse(metadata, Map.of()));
        apart = List.copyOf(Objects.requireNonNullElse(apart, List.of()));
    }

    /** One by which the same becomes of all addons. */
    public AgreedPlan(
            ScheduleId id,
            PlanId planId,
            Settling settling,
            List<LineItem> lines,
            Addons addons,
            Instant agreedAt,
            Map<String, String> metadata) {
        this(id, planId, settling, lines, addons, agreedAt, metadata, List.of());
    }

    /** What becomes of the addons. */
    public enum Addons {
        CARRY,
        DROP;

        private Addons other() {
            return switch (this) {
                case CARRY -> DROP;
                case DROP -> CARRY;
            };
        }
    }

    /** What becomes of one of them. */
    public Addons of(AddonAssociationId addon) {
        return apart.contains(addon) ? addons.other() : addons;
    }

    /** The change as it happens at a moment. */
    public SubscriptionCommand.ChangeLines at(
            SubscriptionId subscription, Scope scope, SubscriptionTerms terms, Instant moment) {
        List<LineEnd> ended = new ArrayList<>();
        for (LineItem line : terms.lineItems()) {
            boolean goes = line.comesWithPlan() || isDropped(line.addon());
            if (goes && (line.endDate() == null || moment.isBefore(line.endDate()))) {
                ended.add(new LineEnd(line.id(), later(line.startDate(), moment)));
            }
        }
        return new SubscriptionCommand.ChangeLines(
                subscription,
                scope,
                agreedAt,
                id.value(),
                settling,
                lines.stream().map(line -> line.holding(moment, line.endDate())).toList(),
                ended,
                planId,
                List.of(),
                dropped(terms, moment));
    }

    private List<AddonEnd> dropped(SubscriptionTerms terms, Instant moment) {
        return terms.addons().stream()
                .filter(one -> isDropped(one.id()))
                .filter(one -> one.endDate() == null || moment.isBefore(one.endDate()))
                .map(one -> new AddonEnd(one.id(), later(one.startDate(), moment), null))
                .toList();
    }

    private boolean isDropped(@Nullable AddonAssociationId addon) {
        return addon != null && of(addon) == Addons.DROP;
    }

    private static Instant later(@Nullable Instant start, Instant moment) {
        return start == null || start.isBefore(moment) ? moment : start;
    }
}
