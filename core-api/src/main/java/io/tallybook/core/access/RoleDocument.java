package io.tallybook.core.access;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a role of a tenant is.
 *
 * @param permissions the actions allowed with each kind of entity, in the words of the contract:
 *     {@code customer} with {@code read} and {@code write}
 */
public record RoleDocument(
        String name, @Nullable String description, Map<String, List<String>> permissions) {
    public RoleDocument {
        permissions = Map.copyOf(permissions);
    }
}
