package io.tallybook.core.usage;

import io.tallybook.core.Scope;
import java.util.Set;

/** Hears, as soon as usage is stored and counted, whose it was. */
public interface UsageNews {
    /** Usage of these customers, by their external ids, was stored; must not block. */
    void stored(Scope scope, Set<String> externalCustomerIds);

    /** What was stored since the last call is not known; must not block. */
    void interrupted();
}
