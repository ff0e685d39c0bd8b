package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a wallet is to be used, as far as a request says it; what it leaves out stays as it was.
 *
 * @param types absent if the request says nothing about prices
 * @param buying absent if the request says nothing about buying by itself
 */
record TermsRequest(
        @Nullable Integer priority,
        @Nullable Conventions burnOrder,
        @Nullable List<PriceDocument.Type> types,
        @Nullable List<FeatureId> features,
        @Nullable List<MeterId> meters,
        @Nullable BigDecimal least,
        @Nullable BigDecimal most,
        @Nullable List<WalletTerms.BonusSlab> bonus,
        @Nullable Buying buying) {

    /**
     * How it is to buy by itself.
     *
     * @param way absent for not at all
     */
    record Buying(@Nullable AutoTopUp way) {}

    private static final Choice<List<PriceDocument.Type>> TYPES =
            Choice.of(
                    Map.of(
                            "ALL", List.of(PriceDocument.Type.values()),
                            "USAGE", List.of(PriceDocument.Type.USAGE),
                            "FIXED", List.of(PriceDocument.Type.FIXED)));

    private static final int MOST_NAMED = 100;
    private static final int SHORT = 255;
    private static final int SLABS_MAX = 100;

    static TermsRequest of(Fields in) {
        Long priority = in.optional("priority").integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
        Fields config = in.optional("config").object();
        return new TermsRequest(
                priority == null ? null : priority.intValue(),
                in.optional("burn_order").choice(Choice.of(Conventions.class)),
                config == null || !config.has("allowed_price_types") ? null : types(config),
                config == null || !config.has("allowed_feature_ids")
                        ? null
                        : ids(config, "allowed_feature_ids", "feature", FeatureId::new),
                config == null || !config.has("allowed_meter_ids")
                        ? null
                        : ids(config, "allowed_meter_ids", "meter", MeterId::new),
                in.optional("min_topup_credits").decimal(),
                in.optional("max_topup_credits").decimal(),
                in.has("bonus_slabs") ? bonus(in) : null,
                buying(in));
    }

    private static @Nullable Buying buying(Fields in) {
        Fields way = in.optional("auto_topup").object();
        return way == null ? null : new Buying(AutoTopUpRequest.of(way));
    }

    // Every type there is, is the same as no restriction.
    private static List<PriceDocument.Type> types(Fields config) {
        List<PriceDocument.Type> types =
                config.optional("allowed_price_types").choices(MOST_NAMED, TYPES).stream()
                        .flatMap(List::stream)
                        .distinct()
                        .sorted()
                        .toList();
        return types.size() == PriceDocument.Type.values().length ? List.of() : types;
    }

    private static <I> List<I> ids(
            Fields config, String name, String kind, Function<String, I> make) {
        List<I> ids = new ArrayList<>();
        for (String text : config.optional(name).texts(MOST_NAMED, SHORT)) {
            try {
                ids.add(make.apply(text));
            } catch (IllegalArgumentException e) {
                config.complain(name, "ids of " + kind + "s", '"' + text + '"');
            }
        }
        return ids;
    }

    private static List<WalletTerms.BonusSlab> bonus(Fields in) {
        List<WalletTerms.BonusSlab> slabs = new ArrayList<>();
        for (Fields slab : in.optional("bonus_slabs").objects(SLABS_MAX)) {
            slabs.add(
                    new WalletTerms.BonusSlab(
                            slab.required("from").amount(),
                            slab.optional("credits").amount(),
                            slab.optional("percent").amount()));
        }
        return slabs;
    }

    /** The features whose meters are still to be looked up. */
    List<FeatureId> named() {
        return features == null ? List.of() : features;
    }

    /**
     * The terms that follow.
     *
     * @param metered the meter of each feature that is named
     */
    WalletTerms over(WalletTerms was, Map<FeatureId, MeterId> metered) {
        WalletTerms.Reach reach = was.reach();
        boolean otherMeters = features != null || meters != null;
        List<FeatureId> nowFeatures = features == null ? reach.featureIds() : features;
        List<MeterId> all = new ArrayList<>(meters == null ? List.of() : meters);
        named().forEach(feature -> all.add(Objects.requireNonNull(metered.get(feature))));
        WalletTerms.TopUpTerms topUp = was.topUp();
        return new WalletTerms(
                was.kind(),
                priority == null ? was.priority() : priority,
                was.priceUnit(),
                burnOrder == null ? was.burnOrder() : burnOrder,
                new WalletTerms.Reach(
                        types == null ? reach.priceTypes() : types,
                        nowFeatures,
                        otherMeters ? all.stream().distinct().toList() : reach.meterIds()),
                new WalletTerms.TopUpTerms(
                        least == null ? topUp.least() : least,
                        most == null ? topUp.most() : most,
                        bonus == null ? topUp.bonus() : bonus),
                buying == null ? was.autoTopUp() : buying.way());
    }
}
