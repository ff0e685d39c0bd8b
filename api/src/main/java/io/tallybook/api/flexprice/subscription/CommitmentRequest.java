package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineCommitment.Measure;
import io.tallybook.core.subscription.LineCommitment.Span;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wished to be promised of single lines, in either of the two shapes of the contract. */
record CommitmentRequest(Map<String, CommitmentWish> byPrice) {
    private static final String MAP = "line_item_commitments";
    private static final Choice<PeriodUnit> PERIODS = Choice.of(PeriodUnit.class);
    private static final Choice<Measure> MEASURES =
            Choice.of(Map.of("amount", Measure.AMOUNT, "quantity", Measure.QUANTITY));

    CommitmentRequest {
        byPrice = Map.copyOf(byPrice);
    }

    /** How the two shapes name the same things. */
    private record Names(String factor, String trueUp, String windowed) {
        static final Names OF_LINE =
                new Names(
                        "commitment_overage_factor",
                        "commitment_true_up_enabled",
                        "commitment_windowed");
        static final Names OF_MAP =
                new Names("overage_factor", "enable_true_up", "is_window_commitment");
    }

    /**
     * Promises of the lines of a plan or an addon, by price; the caller has to check the fields.
     */
    static CommitmentRequest of(Fields in) {
        Fields map = in.optional(MAP).object();
        if (map == null) {
            return new CommitmentRequest(Map.of());
        }
        Map<String, CommitmentWish> all = new LinkedHashMap<>();
        for (String price : map.names()) {
            Fields one = map.optional(price).object();
            CommitmentWish promised = one == null ? CommitmentWish.NONE : of(one, Names.OF_MAP);
            if (!promised.isEmpty()) {
                all.put(price, promised);
            }
        }
        return new CommitmentRequest(all);
    }

    /** The promise of a line that is being written. */
    static CommitmentWish ofLine(Fields in) {
        return of(in, Names.OF_LINE);
    }

    private static CommitmentWish of(Fields in, Names names) {
        List<BucketRequest> hours = BucketRequest.of(in);
        return new CommitmentWish(own(in, names, hours), hours);
    }

    private static @Nullable LineCommitment own(
            Fields in, Names names, @Nullable List<BucketRequest> hours) {
        BigDecimal amount = in.optional("commitment_amount").amount();
        BigDecimal quantity = in.optional("commitment_quantity").amount();
        BigDecimal factor = in.optional(names.factor()).amount();
        PeriodUnit duration = in.optional("commitment_duration").choice(PERIODS);
        boolean trueUp = Boolean.TRUE.equals(in.optional(names.trueUp()).truth());
        boolean windowed = Boolean.TRUE.equals(in.optional(names.windowed()).truth());
        Measure measure = in.optional("commitment_type").choice(MEASURES);
        BigDecimal value = value(in, measure, amount, quantity);
        if (value == null) {
            // A commitment of nothing but hours of the day is one for each window, said or not.
            boolean ofHours = windowed && hours != null && !hours.isEmpty();
            if (factor != null
                    || duration != null
                    || trueUp
                    || (windowed && !ofHours)
                    || measure != null) {
                in.complain(
                        "commitment_amount",
                        "an amount or a commitment_quantity, where something is said of a"
                                + " commitment",
                        "neither");
            }
            return null;
        }
        return new LineCommitment(
                quantity == null ? Measure.AMOUNT : Measure.QUANTITY,
                value,
                factor == null ? BigDecimal.ONE : factor,
                duration,
                trueUp ? Shortfall.CHARGED : Shortfall.FORGIVEN,
                windowed ? Span.WINDOW : Span.TERM,
                null);
    }

    private static @Nullable BigDecimal value(
            Fields in,
            @Nullable Measure measure,
            @Nullable BigDecimal amount,
            @Nullable BigDecimal quantity) {
        if (amount != null && quantity != null) {
            in.complain("commitment_quantity", "none beside commitment_amount", "both");
        } else if (measure == Measure.AMOUNT && quantity != null) {
            in.complain("commitment_type", "quantity, with commitment_quantity", "amount");
        } else if (measure == Measure.QUANTITY && amount != null) {
            in.complain("commitment_type", "amount, with commitment_amount", "quantity");
        }
        return amount == null ? quantity : amount;
    }

    /**
     * These lines under their promises. Lines of the same price that follow each other, as phases
     * make them, count towards one promise.
     *
     * <p>Errors: ProblemException (400) for a promise of a price that none of them has, and as of
     * {@link BucketRequest#on}.
     */
    Agreement.Agreed of(Call call, SubscriptionId subscription, List<LineItem> lines) {
        Map<String, LineItem> first = new HashMap<>();
        List<LineItem> promised = new ArrayList<>();
        List<OwnPrices.Wanted> prices = new ArrayList<>();
        for (LineItem line : lines) {
            var parent = line.price().range().parentPriceId();
            String price = (parent == null ? line.priceId() : parent).value();
            CommitmentWish wish = byPrice.get(price);
            LineItem root = first.get(price);
            if (wish == null) {
                promised.add(line);
            } else if (root != null) {
                LineCommitment same = root.agreement().commitment();
                promised.add(line.promising(same == null ? null : same.continuing(root.id())));
            } else {
                CommitmentWish.Agreed agreed = wish.on(call, subscription, line);
                first.put(price, agreed.line());
                promised.add(agreed.line());
                prices.addAll(agreed.prices());
            }
        }
        for (String price : byPrice.keySet()) {
            if (!first.containsKey(price)) {
                throw Wishes.refused(
                        MAP, "ids of prices that lines are charged by", "'%s'".formatted(price));
            }
        }
        return new Agreement.Agreed(promised, prices);
    }
}
