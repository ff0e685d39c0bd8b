package io.tallybook.core.access;

import java.util.List;
import java.util.Map;

/**
 * What is said of a user when it is made.
 *
 * @param roles built-in roles by name, roles of the tenant by id
 */
public record UserDocument(
        UserType type, UserProfile profile, List<String> roles, Map<String, String> metadata) {
    public UserDocument {
        roles = List.copyOf(roles);
        metadata = Map.copyOf(metadata);
    }
}
