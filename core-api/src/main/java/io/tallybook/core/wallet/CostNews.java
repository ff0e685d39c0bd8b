package io.tallybook.core.wallet;

import io.tallybook.core.Scope;

/** Hears what customers owe, whenever it was worked out anew. */
public interface CostNews {
    /** Must not block. */
    void workedOut(Scope scope, OpenCosts costs);
}
