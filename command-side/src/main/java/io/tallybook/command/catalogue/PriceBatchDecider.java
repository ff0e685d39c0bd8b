package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.PriceBatchCommand;
import io.tallybook.core.catalogue.PriceBatchEvent;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What may be done about many prices at once; a refusal names the first that is wrong. */
final class PriceBatchDecider {
    private static final String ITEMS = "items";
    private static final int ITEMS_MAX = 1_000;

    private PriceBatchDecider() {}

    static Decision<PriceBatchEvent.Created> create(
            Optional<PriceBatchEvent.Created> before, PriceBatchCommand.Create c) {
        PriceBatchEvent.Created created =
                new PriceBatchEvent.Created(
                        c.batchId(),
                        c.scope(),
                        c.items().stream().map(PriceBatchCommand.Item::priceId).toList());
        if (before.isPresent()) {
            return Decision.repeated(
                    "creation of prices",
                    c.batchId(),
                    before.get().scope(),
                    c.scope(),
                    before.get(),
                    created);
        }
        return Decision.unless(broken(c), created);
    }

    /** The decision, as long as each key can be had and no price unit is deleted. */
    static Decision<PriceBatchEvent.Created> secured(
            Decision<PriceBatchEvent.Created> decision,
            PriceBatchCommand.Create c,
            Uniqueness uniqueness,
            References references) {
        return secured(decision, prices(c), ITEMS, uniqueness, references);
    }

    /**
     * As above, of prices that something else is decided with.
     *
     * @param list where the caller wrote them, as a refusal names them
     */
    static <E> Decision<E> secured(
            Decision<E> decision,
            List<PriceEvent.Created> prices,
            String list,
            Uniqueness uniqueness,
            References references) {
        if (!(decision instanceof Decision.Accepted<E>)) {
            return decision;
        }
        for (int i : inOrderOfLocks(prices)) {
            PriceEvent.Created made = prices.get(i);
            Optional<Claim> key =
                    PriceDecider.key(made.scope(), made.priceId(), made.price().lookupKey());
            if (key.isPresent() && !uniqueness.claim(key.get())) {
                return Decision.refused(
                        at(list, i, Rejection.taken("lookup_key", key.get().value())));
            }
            if (!PriceUnits.hold(references, made)) {
                return Decision.refused(at(list, i, PriceUnits.gone(made.price())));
            }
        }
        return decision;
    }

    static List<PriceEvent.Created> prices(PriceBatchCommand.Create c) {
        return c.items().stream()
                .map(item -> new PriceEvent.Created(item.priceId(), c.scope(), item.price()))
                .toList();
    }

    /** A refusal of one of many, by its index. */
    static Rejection at(String list, int index, Rejection rejection) {
        String at = list + "[" + index + "].";
        Map<String, String> facts = new HashMap<>(rejection.facts());
        facts.computeIfPresent("field", (_, field) -> at + field);
        facts.put("index", Integer.toString(index));
        return new Rejection(rejection.reason(), at + rejection.message(), facts);
    }

    // Two creations at once that want the same values must want them in the same order.
    private static List<Integer> inOrderOfLocks(List<PriceEvent.Created> prices) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < prices.size(); i++) {
            order.add(i);
        }
        order.sort(
                Comparator.comparing((Integer i) -> unit(prices.get(i)))
                        .thenComparing(i -> String.valueOf(prices.get(i).price().lookupKey())));
        return order;
    }

    private static String unit(PriceEvent.Created made) {
        return made.price().conditions().unit() == null
                ? ""
                : made.price().conditions().unit().priceUnitId().value();
    }

    private static Optional<Rejection> broken(PriceBatchCommand.Create c) {
        Rules rules =
                Rules.begin()
                        .that(
                                !c.items().isEmpty() && c.items().size() <= ITEMS_MAX,
                                "items",
                                c.items().size() + " items",
                                "1 to " + ITEMS_MAX);
        return rules.and(broken(c.items(), ITEMS)).broken();
    }

    /** The first rule that one of many breaks. */
    static Optional<Rejection> broken(List<PriceBatchCommand.Item> items, String list) {
        Rules rules = Rules.begin();
        Set<PriceId> ids = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < items.size() && rules.broken().isEmpty(); i++) {
            int index = i;
            String at = list + "[" + i + "]";
            PriceBatchCommand.Item item = items.get(i);
            String key = item.price().lookupKey();
            rules =
                    rules.and(
                                    PriceRules.broken(item.price())
                                            .map(broken -> at(list, index, broken)))
                            .that(
                                    ids.add(item.priceId()),
                                    at + ".id",
                                    item.priceId().value(),
                                    "an id of its own")
                            .that(
                                    key == null || keys.add(key),
                                    at + ".lookup_key",
                                    String.valueOf(key),
                                    "a key that no other item has");
        }
        return rules.broken();
    }
}
