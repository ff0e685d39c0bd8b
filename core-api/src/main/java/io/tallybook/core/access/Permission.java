package io.tallybook.core.access;

import java.util.Locale;

/** The right to do one kind of thing with one kind of entity. */
public record Permission(Resource resource, Action action) {
    public static Permission read(Resource resource) {
        return new Permission(resource, Action.READ);
    }

    public static Permission write(Resource resource) {
        return new Permission(resource, Action.WRITE);
    }

    /** As the contract writes it: {@code customer:read}. */
    @Override
    public String toString() {
        return resource.wire() + ":" + action.name().toLowerCase(Locale.ROOT);
    }
}
