package io.tallybook.core.access;

import org.jspecify.annotations.Nullable;

/**
 * The personal data of a user, all of it and in one place, so that it can be sealed.
 *
 * @param email in lower case; by it a person logs in
 */
public record UserProfile(@Nullable String email, @Nullable String name) {
    /** What stands in its place once it was erased. */
    public static final UserProfile ERASED = new UserProfile(null, "erased");
}
