package io.tallybook.core.entitlement;

import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterView;
import java.util.List;

/**
 * What some plans, addons and subscriptions give or gave.
 *
 * @param features those that are given of
 * @param meters what counts those that are metered
 */
public record Given(
        List<EntitlementView> items, List<FeatureView> features, List<MeterView> meters) {
    public static final Given NOTHING = new Given(List.of(), List.of(), List.of());

    public Given {
        items = List.copyOf(items);
        features = List.copyOf(features);
        meters = List.copyOf(meters);
    }
}
