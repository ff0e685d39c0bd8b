package io.tallybook.core.wire;

import javax.crypto.SecretKey;

/** The keys by which personal data is sealed, one per person; kept apart from the events. */
public interface PersonalKeys {
    /**
     * The key of an owner.
     *
     * <p>Errors: IllegalStateException if the owner never had one, which is a fault and must not be
     * taken for an erasure.
     */
    Key of(String owner);

    /** What is left of a key. */
    sealed interface Key {
        /** It is there. */
        record Held(SecretKey secret) implements Key {}

        /** It was destroyed, and with it whatever it had sealed. */
        record Destroyed() implements Key {}
    }
}
