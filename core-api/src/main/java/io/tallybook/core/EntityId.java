package io.tallybook.core;

/**
 * The name of one thing, unique over all tenants: a prefix that tells its kind, an underscore and a
 * {@link Ulid}.
 */
public interface EntityId {
    String value();

    /**
     * Checks the shape of an identifier.
     *
     * <p>Errors: IllegalArgumentException naming the value and the shape expected.
     */
    static void require(String prefix, String value) {
        int cut = prefix.length();
        if (value.length() != cut + 27 || !value.startsWith(prefix) || value.charAt(cut) != '_') {
            throw new IllegalArgumentException(
                    "not an identifier of this kind: '"
                            + value
                            + "', expected '"
                            + prefix
                            + "_' and a ULID");
        }
        new Ulid(value.substring(cut + 1));
    }
}
