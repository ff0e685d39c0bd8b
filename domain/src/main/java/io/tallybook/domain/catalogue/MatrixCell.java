package io.tallybook.domain.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The price of one combination of properties: every key must have one of its values.
 *
 * @param values per property the values accepted; a key with no values accepts any value that is
 *     present
 */
public record MatrixCell(String name, Map<String, List<String>> values, PricingModel model) {

    /**
     * Errors: {@link InvalidPrice} if no property is named, or if a matrix is put inside a matrix.
     */
    public MatrixCell {
        if (values.isEmpty()) {
            throw new InvalidPrice(
                    "matrix." + name,
                    "no properties",
                    "at least one property, or the default price");
        }
        if (model instanceof PricingModel.Matrix) {
            throw new InvalidPrice(
                    "matrix." + name, "a matrix", "a price model without properties of its own");
        }
        Map<String, List<String>> copy = new LinkedHashMap<>();
        values.forEach((key, accepted) -> copy.put(key, List.copyOf(accepted)));
        values = Collections.unmodifiableMap(copy);
    }

    public boolean accepts(Map<String, String> properties) {
        for (Map.Entry<String, List<String>> wanted : values.entrySet()) {
            String actual = properties.get(wanted.getKey());
            if (actual == null
                    || !(wanted.getValue().isEmpty() || wanted.getValue().contains(actual))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether this cell takes precedence over another that accepts the same properties: more keys
     * win, then fewer values. Two that are alike leave it to the order in which they were made.
     */
    boolean isMoreSpecificThan(MatrixCell other) {
        if (values.size() != other.values.size()) {
            return values.size() > other.values.size();
        }
        return breadth() < other.breadth();
    }

    // How many combinations the cell accepts; an open key counts as very many.
    private long breadth() {
        long combinations = 1;
        for (List<String> accepted : values.values()) {
            combinations =
                    Math.min(Integer.MAX_VALUE, combinations)
                            * (accepted.isEmpty() ? Integer.MAX_VALUE : accepted.size());
        }
        return combinations;
    }
}
