package io.tallybook.command.uniqueness;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import java.util.Optional;

/**
 * The wish of one entity to be the only one with a value.
 *
 * @param scope where it must be unique; absent for the whole installation
 * @param kind among which values, as {@code customer.external_id}
 * @param field the value's name on the wire, for the refusal
 * @param owner who wants it
 */
public record Claim(
        Optional<Scope> scope, String kind, String field, String value, EntityId owner) {

    public static Claim in(Scope scope, String kind, String field, String value, EntityId owner) {
        return new Claim(Optional.of(scope), kind, field, value, owner);
    }

    public static Claim everywhere(String kind, String field, String value, EntityId owner) {
        return new Claim(Optional.empty(), kind, field, value, owner);
    }
}
